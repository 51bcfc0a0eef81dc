import type { z } from "zod";
import { searchInput } from "#lib/features/subjects/search.ts";

/** What may be typed is what the searches of the lists take. */
export const findInput = searchInput.pick({ q: true });
export type FindInput = z.output<typeof findInput>;
