import { migrate } from '../migrate.ts';

// The one step of an upgrade that runs alone, before any new process starts.
const url = process.env.DATABASE_URL;
if (!url) {
	console.error('DATABASE_URL is missing: postgres://user:password@host:5432/database');
	process.exit(1);
}
const ran = await migrate(url);
console.log(ran.length > 0 ? `Ran ${ran.join(', ')}` : 'The schema is up to date');
