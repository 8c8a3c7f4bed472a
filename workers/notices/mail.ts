import { createTransport } from 'nodemailer';
import { RetryLater } from '../retry-later.ts';

export interface Mail {
	/** The notice's id: every repetition of this mail has the same Message-ID. */
	id: string;
	to: string;
	subject: string;
	text: string;
	/** Beside the text, for programs that show it. */
	html?: string;
}

export interface Mailer {
	/** Resolves when the server has accepted the mail; rejects within 9 seconds otherwise. */
	send(mail: Mail): Promise<void>;
	close(): void;
}

export interface MailerOptions {
	smtpUrl: string;
	/** The sender. */
	from: string;
	/** The part of a Message-ID after the @. */
	domain: string;
	now?: () => number;
}

/** Some servers delay their greeting. The sum stays below the database's idle limit of 10 s. */
const LIMIT = {
	connectionTimeout: 4000,
	greetingTimeout: 8000,
	dnsTimeout: 3000,
	socketTimeout: 8000
};
const TOTAL_LIMIT_MS = 9000;
/** After so many failures in a row, no mail is tried for a pause. */
const BREAKER = { failures: 5, restMs: 30_000 };

/** A mail server, with a circuit breaker: after repeated failures it gets a pause. */
export function createMailer(options: MailerOptions): Mailer {
	const now = options.now ?? Date.now;
	const transport = createTransport({ url: options.smtpUrl, ...LIMIT });
	let failures = 0;
	let restUntil = 0;

	return {
		async send(mail) {
			if (now() < restUntil) throw new RetryLater(restUntil - now(), 'the mail server rests');
			try {
				await within(TOTAL_LIMIT_MS, transport.sendMail(messageOf(mail, options)));
				failures = 0;
			} catch (error) {
				failures += 1;
				if (failures >= BREAKER.failures) restUntil = now() + BREAKER.restMs;
				throw error;
			}
		},
		close: () => transport.close()
	};
}

function messageOf(mail: Mail, options: MailerOptions) {
	return {
		from: options.from,
		to: mail.to,
		subject: mail.subject,
		text: mail.text,
		...(mail.html !== undefined && { html: mail.html }),
		messageId: `<notice-${mail.id}@${options.domain}>`,
		headers: { 'Auto-Submitted': 'auto-generated' }
	};
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error('the mail server did not answer in time')), ms);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
