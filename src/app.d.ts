declare global {
	namespace App {
		interface Error {
			message: string;
			/** A code of `#domain/faults.ts`, when the API gave one. */
			code?: string;
		}
	}
}

export {};
