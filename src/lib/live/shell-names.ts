/** Names shared by the service worker and the driver's pages. */

/** The cache's name, before the version of the build. */
export const CACHE = 'passe-plat-';
/** The page that shows the stored run; it holds no data of its own. */
export const OFFLINE_RUN = '/driver/offline';
