import { randomUUID } from "node:crypto";
import { z } from "zod";
import { openDatabase } from "#lib/db/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import { createSender } from "#lib/features/reverifications/sender.ts";
import { rotateIndex } from "#lib/features/rotation/index-key.ts";
import { rotateKeys } from "#lib/features/rotation/service.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { fileStorage } from "#lib/storage/file.ts";

/** A process of its own that changes the key, to be killed. */
const given = z.object({
  url: z.string(),
  folder: z.string(),
  ring: z.array(z.object({ id: z.string(), key: z.string() })),
  /** Where they are given the key of the index is changed, not that of the data. */
  indexRing: z.array(z.string()).optional(),
});
const keyOf = (text: string) => Buffer.from(text, "base64");

const neverAsked = async (): Promise<never> => {
  throw new Error("Unico is not asked");
};

process.once("message", async (message) => {
  const { url, folder, ring, indexRing = [] } = given.parse(message);
  const [indexKey = Buffer.alloc(32), ...olderIndexKeys] = indexRing.map(keyOf);
  const db = openDatabase(url);
  const ctx: Ctx = {
    actor: { kind: "program" },
    db,
    readDb: db,
    programDb: db,
    vault: createVault(
      ring.map(({ id, key }) => ({ id, key: keyOf(key) })),
      indexKey,
      ...olderIndexKeys,
    ),
    unico: {
      createProcess: neverAsked,
      readValidation: neverAsked,
      readProcess: neverAsked,
      close: async () => {},
    },
    sender: createSender(db),
    storage: fileStorage(`file:${folder}`),
    key: { liveness: false, alert: true },
    now: () => new Date(),
    request: { id: randomUUID(), address: null },
  };
  process.send?.("begun");
  const rotated = indexRing.length > 0 ? await rotateIndex(ctx, 10) : await rotateKeys(ctx);
  process.send?.(rotated.isDone ? "done" : "not done");
  process.exit(0);
});
process.send?.("ready");
