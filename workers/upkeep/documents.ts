import { issueMissing } from '../../db/commands/issue-documents.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

/** Issues what a shop lacks: its owner has named its company. */
export const issueDocuments: Handler<JobPayloads['documents.issue']> = (tx, { shop }) =>
	issueMissing(tx, shop);
