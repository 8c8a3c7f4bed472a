/** `node doubles/travel/main.ts`: the travel double of the demo town as a process. */
import { z } from 'zod';
import { startTravelDouble } from './server.ts';
import { demoTown } from './town.ts';

const { PORT, HOST, SPEED_KMH } = z
	.object({
		PORT: z.coerce.number().int().min(0).max(65_535).default(4244),
		HOST: z.string().default('127.0.0.1'),
		SPEED_KMH: z.coerce.number().min(1).max(200).default(18)
	})
	.parse(process.env);

const double = await startTravelDouble({
	world: demoTown(),
	port: PORT,
	host: HOST,
	speedKmh: SPEED_KMH
});
process.stdout.write(`travel double on ${double.url}\n`);
process.send?.({ ready: true });

const end = () => void double.close().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
// The process that started it is gone.
process.once('disconnect', end);
