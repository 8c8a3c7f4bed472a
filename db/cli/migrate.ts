import { readToolConfig } from '../../config/tools.ts';
import { migrate } from '../plumbing/migrate.ts';

// The only step of an upgrade that runs alone, before any new process starts.
const ran = await migrate(readToolConfig('migrate').databaseUrl);
console.log(ran.length > 0 ? `Ran ${ran.join(', ')}` : 'The schema is up to date');
