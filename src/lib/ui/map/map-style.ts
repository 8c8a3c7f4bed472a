/** The map style of this installation. */

let asked: Promise<string | null> | undefined;

/** The operator's MAP_STYLE_URL, fetched once; null is the bundled town. */
export function configuredStyle(): Promise<string | null> {
	asked ??= fetch('/api/map')
		.then(async (answer) =>
			answer.ok ? ((await answer.json()) as { style: string | null }).style : null
		)
		.catch(() => null);
	return asked;
}
