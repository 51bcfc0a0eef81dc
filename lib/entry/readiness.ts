import "server-only";
import { database } from "#lib/db/client.ts";
import { type Readiness, readReadiness } from "#lib/features/health/service.ts";

export const readiness = (): Promise<Readiness> => readReadiness(database());
