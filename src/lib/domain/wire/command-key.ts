/** Format of an Idempotency-Key: 8 to 128 visible ASCII characters, valid in a header. */
export const COMMAND_KEY = /^[\x21-\x7e]{8,128}$/;
