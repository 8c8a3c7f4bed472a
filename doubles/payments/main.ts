/** `node doubles/payments/main.ts`: the payment double as a process. */
import { startDouble } from './server.ts';
import { readSettings } from './settings.ts';

const settings = readSettings(process.env);
if ('faults' in settings) {
	for (const fault of settings.faults) process.stderr.write(`${fault}\n`);
	process.exit(1);
}
const double = await startDouble(settings.options);
process.stdout.write(`payment double on ${double.url}\n`);
process.send?.({ ready: true });

const end = () => void double.close().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
// The process that started it is gone.
process.once('disconnect', end);
