import { randomBytes, randomUUID } from "node:crypto";
import { openDatabase } from "#lib/db/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askForList } from "#lib/features/lookups/asking.ts";
import { listInput } from "#lib/features/lookups/schema.ts";
import { createSender } from "#lib/features/reverifications/sender.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { fail } from "#lib/result.ts";
import { memoryStorage } from "#lib/storage/storage.ts";
import type { Ground } from "#tests/rigs/ground.ts";

const nowhere = async () => fail({ kind: "not_sent" as const, why: "unreachable" as const, attempts: [] });

/** Asks for a list as a person's page does; what the page does not need leads nowhere. */
export async function askAsPerson(ground: Ground, ids: readonly string[]): Promise<string> {
  const db = openDatabase(ground.databaseUrl);
  const ctx: UserCtx = {
    actor: { kind: "user", name: "Pessoa Sintética", role: "analyst", scope: null, ...ground.analyst },
    db,
    readDb: db,
    programDb: db,
    vault: createVault([{ id: "k1", key: randomBytes(32) }], randomBytes(32)),
    unico: {
      createProcess: nowhere,
      readValidation: nowhere,
      readProcess: nowhere,
      close: async () => {},
    },
    sender: createSender(db),
    storage: memoryStorage(),
    key: { liveness: false, alert: true },
    now: () => new Date(),
    request: { id: randomUUID(), address: null },
  };
  try {
    const asked = await askForList(ctx, listInput.parse({ processIds: ids.join("\n") }));
    if (!asked.ok) throw new Error(`the list was refused: ${asked.failure.code}`);
    return asked.value.id;
  } finally {
    await db.$disconnect();
  }
}
