/** What Unico's portal can say of a call: it has none, it ended in an error, or here is its process. */
export const PORTAL_WORDS = ["absent", "error", "process"] as const;
export type PortalWord = (typeof PORTAL_WORDS)[number];
