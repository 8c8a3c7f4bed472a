// The phone keeps this page for the time without a network: it is drawn there, from what lies there.
export const ssr = false;
