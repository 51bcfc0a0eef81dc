import path from "node:path";

/** The checkout. */
export const ROOT = path.resolve(import.meta.dirname, "../../..");

/** Where the demo keeps what it makes; tests give each run a folder of its own. */
export const dataDir = (): string => path.resolve(ROOT, process.env.CONTRAPROVA_DATA_DIR || ".data");

export const inRoot = (...parts: string[]): string => path.join(ROOT, ...parts);
