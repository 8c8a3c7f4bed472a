/** Which style the maps of this installation wear. */

let asked: Promise<string | null> | undefined;

/** The operator's MAP_STYLE_URL, asked for once; null is the bundled town. */
export function configuredStyle(): Promise<string | null> {
	asked ??= fetch('/api/map')
		.then(async (answer) =>
			answer.ok ? ((await answer.json()) as { style: string | null }).style : null
		)
		.catch(() => null);
	return asked;
}
