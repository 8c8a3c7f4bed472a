declare global {
	namespace App {
		interface Error {
			message: string;
			/** A code of `#domain/wire/faults.ts`, when the API gave one. */
			code?: string;
		}

		interface PageData {
			/** The name of the group; null before the first run. */
			brand?: string | null;
		}

		interface PageState {
			/** The builder is open over the menu, for a product or for a line of the basket. */
			builder?: { product: string; line?: number };
		}
	}
}

export {};
