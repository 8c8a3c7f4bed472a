/** Cookie of who just came back from the provider's page; its path is the order's tracking page. */
export const RETURNED_COOKIE = 'paid-a-moment-ago';
/** So long the tracking page says that it checks the payment. */
export const CHECKING_SECONDS = 20;
