/** The travel double of a demo: a process that stands for OSRM, on the streets of the demo town. */
import { inProject } from '../config/paths.ts';
import { freePort } from './os.ts';
import { startProgram, type Program } from './program.ts';

export interface TravelDouble {
	program: Program;
	/** What web and worker processes need to find it. */
	env: NodeJS.ProcessEnv;
}

/** Starts the double for processes on this machine. Drivers of the demo ride at the speed of their shop. */
export async function startTravelDouble(options: {
	/** Where programs are found. */
	path: string | undefined;
	onLine: (name: string, line: string) => void;
}): Promise<TravelDouble> {
	const port = await freePort();
	const program = startProgram({
		name: 'travel',
		script: inProject('doubles/travel/main.ts'),
		env: { PATH: options.path, HOST: '127.0.0.1', PORT: String(port) },
		onLine: options.onLine
	});
	return {
		program,
		env: {
			TRAVEL_URL: `http://127.0.0.1:${port}`,
			TRAVEL_KIND: 'osrm',
			TRAVEL_SPEED: 'shop'
		}
	};
}

/** Whether the operator has given a provider of travel times, or a part of one. */
export function hasTravel(given: NodeJS.ProcessEnv): boolean {
	return Object.entries(given).some(
		([name, value]) => /^TRAVEL_(URL|KIND|PROFILE)$/.test(name) && value
	);
}
