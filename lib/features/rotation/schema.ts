import { z } from "zod";

/** Before the fingerprint of a key of the CPF index, to tell it from the id of a data key. */
export const INDEX_PREFIX = "index:";
/** What could not be indexed anew: under which of the older keys it lies nobody can tell. */
export const OLDER = "older";

/** How many values of which column lie under which key. */
export const byKeySchema = z.record(z.string(), z.record(z.string(), z.int().min(0)));
export type ByKey = z.output<typeof byKeySchema>;
