import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';

/** A process of its own that prints what happens; `body` opens things and prints `up` at its end. */
async function run(body: string, act: (child: ReturnType<typeof spawn>) => unknown = () => {}) {
	const ending = new URL('./ending.ts', import.meta.url).href;
	const code = `
		import { Ending } from '${ending}';
		const say = (line) => process.stdout.write(line + '\\n');
		const options = {
			onEnd: ({ signal, error }) => say('end ' + (signal ?? error?.message ?? 'parent')),
			onFault: ({ message }) => say('fault ' + message),
			onClosed: () => say('closed'),
			onForced: () => say('forced')
		};
		setInterval(() => {}, 1000);
		${body}
		say('up');`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
		stdio: ['ignore', 'pipe', 'inherit', 'ipc']
	});
	let output = '';
	// After a disconnect there is no `close`.
	const ended = Promise.all([once(child, 'exit'), once(child.stdout!, 'end')]);
	child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
	while (!output.includes('up\n')) await sleep(10);
	await act(child);
	const [[exitCode]] = (await ended) as [[number | null], unknown];
	return { exitCode, said: output.split('\n').filter((line) => line && line !== 'up') };
}

const TWO_PARTS = `
	const ending = new Ending(options);
	ending.add(() => say('first'));
	ending.add(async () => say('second'));`;

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
	'%s closes what was opened in reverse order, exit code 0',
	async (signal) => {
		const { said, exitCode } = await run(TWO_PARTS, (child) => child.kill(signal));

		expect(said).toEqual([`end ${signal}`, 'second', 'first', 'closed']);
		expect(exitCode).toBe(0);
	}
);

test('the end of the parent process closes everything', async () => {
	const { said, exitCode } = await run(TWO_PARTS, (child) => child.disconnect());

	expect(said).toEqual(['end parent', 'second', 'first', 'closed']);
	expect(exitCode).toBe(0);
});

test.each([
	['an error', `throw new Error('bug');`],
	['a rejection', `Promise.reject(new Error('bug'));`]
])('%s that nothing catches closes everything, exit code 1', async (_what, bug) => {
	const { said, exitCode } = await run(`${TWO_PARTS} setTimeout(() => { ${bug} }, 50);`);

	expect(said).toEqual(['end bug', 'second', 'first']);
	expect(exitCode).toBe(1);
});

test('a failure that was printed closes everything without a word, exit code 1', async () => {
	const { said, exitCode } = await run(`${TWO_PARTS} setTimeout(() => ending.fail(), 50);`);

	expect(said).toEqual(['second', 'first']);
	expect(exitCode).toBe(1);
});

test('what cannot be closed does not keep the rest open', async () => {
	const broken = `${TWO_PARTS} ending.add(() => { throw new Error('stuck'); });`;
	const { said, exitCode } = await run(broken, (child) => child.kill('SIGTERM'));

	expect(said).toEqual(['end SIGTERM', 'fault stuck', 'second', 'first', 'closed']);
	expect(exitCode).toBe(0);
});

const HANGS = `ending.add(() => new Promise(() => {}), () => say('force'));`;

test('after the grace time the process exits, whatever is open', async () => {
	const hung = `const ending = new Ending({ ...options, graceMs: 100 }); ${HANGS}`;
	const { said, exitCode } = await run(hung, (child) => child.kill('SIGTERM'));

	expect(said).toEqual(['end SIGTERM']);
	expect(exitCode).toBe(1);
});

test('a second signal ends at once, but not the echo of the first', async () => {
	const hung = `${TWO_PARTS} ${HANGS}`;
	const { said, exitCode } = await run(hung, async (child) => {
		child.kill('SIGINT');
		await sleep(200);
		child.kill('SIGINT');
		await sleep(1000);
		expect(child.exitCode).toBe(null);
		child.kill('SIGINT');
	});

	expect(said).toEqual(['end SIGINT', 'forced', 'force']);
	expect(exitCode).toBe(1);
});
