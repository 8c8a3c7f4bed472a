import { createTemplate, dropTemplate } from '../support/house/databases.ts';

/** Recreates the template database after a fault was planted in a migration. */
const url = process.env.TEST_DATABASE_URL ?? '';
await dropTemplate(url);
await createTemplate(url);
