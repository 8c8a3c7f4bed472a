/** Words that the maps build from the names of streets. */

const OF: Record<string, string> = {
	...{ rue: 'de la ', ruelle: 'de la ', route: 'de la ', place: 'de la ', montée: 'de la ' },
	...{ avenue: 'de l’', allée: 'de l’', impasse: 'de l’' },
	...{ boulevard: 'du ', quai: 'du ', chemin: 'du ', cours: 'du ', passage: 'du ', pont: 'du ' }
};

/** "de la rue des Tanneurs", "du quai de la Tour": the article that French wants. */
export function ofStreet(name: string): string {
	const [kind = ''] = name.toLowerCase().split(' ');
	return `${OF[kind] ?? 'de '}${name}`;
}
