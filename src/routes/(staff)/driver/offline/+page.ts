// Offline page: rendered on the phone, from data stored on the phone.
export const ssr = false;
