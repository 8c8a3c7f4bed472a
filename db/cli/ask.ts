/** Questions at the terminal, for the commands of this folder. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks until there is an answer; a secret is not shown while it is typed. */
export async function ask(question: string, isSecret = false): Promise<string> {
	let isMuted = false;
	const output = new Writable({
		write(chunk, encoding, written) {
			if (!isMuted) process.stdout.write(chunk, encoding as BufferEncoding);
			written();
		}
	});
	const lines = createInterface({ input: process.stdin, output, terminal: true });
	// Ctrl-C and a closed input end the command; nothing is written yet.
	lines.on('SIGINT', () => process.exit(130));
	try {
		for (;;) {
			const answer = lines.question(`${question}: `);
			isMuted = isSecret;
			const given = (await answer).trim();
			isMuted = false;
			if (isSecret) process.stdout.write('\n');
			if (given) return given;
		}
	} finally {
		lines.close();
	}
}
