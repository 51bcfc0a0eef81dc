import { z } from "zod";

/** How many values of which column lie under which key. */
export const byKeySchema = z.record(z.string(), z.record(z.string(), z.int().min(0)));
export type ByKey = z.output<typeof byKeySchema>;
