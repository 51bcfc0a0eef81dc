import { randomUUID } from "node:crypto";
import { refuseChangedIndexKey } from "#lib/entry/index-key.ts";
import { connection, services } from "#lib/entry/services.ts";
import type { Ctx } from "#lib/features/context.ts";
import { rotateIndex } from "#lib/features/rotation/index-key.ts";
import { rotateKeys } from "#lib/features/rotation/service.ts";
import { followDemo } from "./support/follow-demo.ts";
import { complain, say } from "./support/say.ts";

/**
 * Seals everything anew under the first key of ENCRYPTION_KEYS and indexes every CPF anew under the first of INDEX_KEY;
 * says what lies under which in the end.
 */
followDemo();
const ctx: Ctx = { ...services({ id: randomUUID(), address: null }), actor: { kind: "program" } };
try {
  await refuseChangedIndexKey();
  const isSealed = await seal();
  const isIndexed = await index();
  process.exitCode = isSealed && isIndexed ? 0 : 1;
} finally {
  await ctx.db.$disconnect();
  await connection().close();
}

async function seal(): Promise<boolean> {
  const { keyId, resealed, unreadable, byKey, isDone } = await rotateKeys(ctx);
  for (const [column, counts] of Object.entries(byKey)) {
    const each = Object.entries(counts).map(([key, count]) => `${count} under ${key}`);
    say(`${column}: ${each.join(", ")}`);
  }
  if (resealed > 0) say(`${resealed} sealed anew under ${keyId}`);
  if (isDone) say(`everything lies under ${keyId}: older keys can be taken out of ENCRYPTION_KEYS`);
  else complain(`not everything lies under ${keyId}: ${unreadable} could not be opened; run it again`);
  return isDone;
}

async function index(): Promise<boolean> {
  const { keyId, moved, left, unreadable, isDone } = await rotateIndex(ctx);
  if (moved > 0) say(`${moved} CPFs indexed anew under ${keyId}`);
  if (isDone) say(`every CPF is indexed under ${keyId}: older keys can be taken out of INDEX_KEY`);
  else
    complain(
      `not every CPF is indexed under ${keyId}: ${unreadable} could not be opened, ${left} are there twice; keep the older key`,
    );
  return isDone;
}
