/** The payment double of a demo: a process that stands for Stripe and PayPal. */
import { join } from 'node:path';
import { inProject } from '../config/paths.ts';
import { rememberedPort } from './os.ts';
import { startProgram, type Program } from './program.ts';

/** The address to call, of a process that listens on all. */
const LOOPBACK_OF: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

export interface PaymentDouble {
	program: Program;
	/** Its address for our processes. */
	url: string;
	/** Its address for browsers. */
	publicUrl: string;
}

/**
 * Starts the double, with its webhooks to the web process on `webPort`. It gets nothing of our environment: it
 * refuses to run beside real keys.
 */
export async function startPaymentDouble(options: {
	dataDir: string;
	/** The address under which browsers find the application. */
	publicUrl: string;
	webPort: number;
	/** The address to listen on. */
	host: string;
	/** Where programs are found. */
	path: string | undefined;
	onLine: (name: string, line: string) => void;
}): Promise<PaymentDouble> {
	const port = await rememberedPort(join(options.dataDir, 'payment-port'));
	// It speaks plain http, also where a proxy serves the application over https.
	const publicUrl = `http://${new URL(options.publicUrl).hostname}:${port}`;
	const address = LOOPBACK_OF[options.host] ?? options.host;
	const url = `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
	const webhooks = `http://127.0.0.1:${options.webPort}/api/webhooks`;
	const program = startProgram({
		name: 'payments',
		script: inProject('doubles/payments/main.ts'),
		env: {
			PATH: options.path,
			HOST: options.host,
			PORT: String(port),
			PUBLIC_URL: publicUrl,
			STRIPE_WEBHOOK_URL: `${webhooks}/stripe`,
			PAYPAL_WEBHOOK_URL: `${webhooks}/paypal`,
			STATE_FILE: join(options.dataDir, 'payment-double.json')
		},
		onLine: options.onLine
	});
	return { program, url, publicUrl };
}
