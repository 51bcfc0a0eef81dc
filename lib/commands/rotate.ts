import { randomUUID } from "node:crypto";
import { connection, services } from "#lib/entry/services.ts";
import { rotateKeys } from "#lib/features/rotation/service.ts";
import { followDemo } from "./support/follow-demo.ts";
import { complain, say } from "./support/say.ts";

/** Seals everything anew under the first key of ENCRYPTION_KEYS, and says what lies under which key in the end. */
followDemo();
const ctx = { ...services({ id: randomUUID(), address: null }), actor: { kind: "program" } as const };
try {
  const { keyId, resealed, unreadable, byKey, isDone } = await rotateKeys(ctx);
  for (const [column, counts] of Object.entries(byKey)) {
    const each = Object.entries(counts).map(([key, count]) => `${count} under ${key}`);
    say(`${column}: ${each.join(", ")}`);
  }
  if (resealed > 0) say(`${resealed} sealed anew under ${keyId}`);
  if (isDone) say(`everything lies under ${keyId}: older keys can be taken out of ENCRYPTION_KEYS`);
  else complain(`not everything lies under ${keyId}: ${unreadable} could not be opened; run it again`);
  process.exitCode = isDone ? 0 : 1;
} finally {
  await ctx.db.$disconnect();
  await connection().close();
}
