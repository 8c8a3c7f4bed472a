/** What an Idempotency-Key looks like: 8 to 128 visible characters that a header can carry. */
export const COMMAND_KEY = /^[\x21-\x7e]{8,128}$/;
