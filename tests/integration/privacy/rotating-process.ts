import { randomUUID } from "node:crypto";
import { z } from "zod";
import { openDatabase } from "#lib/db/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import { createSender } from "#lib/features/reverifications/sender.ts";
import { rotateKeys } from "#lib/features/rotation/service.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { fileStorage } from "#lib/storage/file.ts";

/** A process of its own that changes the key, to be killed. */
const given = z.object({
  url: z.string(),
  folder: z.string(),
  ring: z.array(z.object({ id: z.string(), key: z.string() })),
});

const neverAsked = async (): Promise<never> => {
  throw new Error("Unico is not asked");
};

process.once("message", async (message) => {
  const { url, folder, ring } = given.parse(message);
  const db = openDatabase(url);
  const ctx: Ctx = {
    actor: { kind: "program" },
    db,
    readDb: db,
    programDb: db,
    vault: createVault(
      ring.map(({ id, key }) => ({ id, key: Buffer.from(key, "base64") })),
      Buffer.alloc(32),
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
  const rotated = await rotateKeys(ctx);
  process.send?.(rotated.isDone ? "done" : "not done");
  process.exit(0);
});
process.send?.("ready");
