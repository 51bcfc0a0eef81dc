import "server-only";
import { type Copier, openCopier } from "#lib/db/copying.ts";
import { env } from "#lib/env.ts";

/** One for a request that puts many rows in; whoever asked for it ends it. */
export const copier = (): Copier => openCopier(env().DATABASE_URL);
