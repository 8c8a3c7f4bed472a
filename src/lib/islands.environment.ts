/** `$app/environment` inside an island, where there is no Kit. */

export const browser = true;
export const dev = false;
