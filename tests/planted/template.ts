import { createTemplate, dropTemplate } from '../support/house/databases.ts';

/** Makes the database that tests clone from anew, after a fault was planted in a migration. */
const url = process.env.TEST_DATABASE_URL ?? '';
await dropTemplate(url);
await createTemplate(url);
