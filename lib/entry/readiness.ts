import "server-only";
import { database } from "#lib/db/client.ts";
import { auditProbe } from "#lib/features/health/audit-writable.ts";
import { type Readiness, readReadiness } from "#lib/features/health/service.ts";
import { vault } from "#lib/privacy/vault.ts";

let probe: ReturnType<typeof auditProbe> | undefined;

export function readiness(): Promise<Readiness> {
  probe ??= auditProbe(database());
  return readReadiness(database(), vault().indexKeys, undefined, probe);
}

export const isReady = ({ database, migrations, audit, index }: Readiness): boolean =>
  database === "up" && migrations === "done" && audit === "writable" && index === "right";
