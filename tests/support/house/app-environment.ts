/** What `$app/environment` says where Kit does not run. */
export const browser = false;
