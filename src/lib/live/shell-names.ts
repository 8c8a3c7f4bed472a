/** What the service worker and the driver's pages call the same. */

/** The cache's name, before the version of the build. */
export const CACHE = 'passe-plat-';
/** The page that reads the run that the phone keeps; it holds no data of its own. */
export const OFFLINE_RUN = '/driver/offline';
