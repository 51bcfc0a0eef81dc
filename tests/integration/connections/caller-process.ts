import { z } from "zod";
import { openDatabase } from "#lib/db/client.ts";
import { connectUnico } from "#lib/features/connections/connect.ts";
import { createVault } from "#lib/privacy/vault.ts";

/** A process of its own that makes the calls that it is told to, all at once, and says how they ended. */
const given = z.object({
  url: z.string(),
  rate: z.number(),
  calls: z.number(),
  processId: z.string(),
  key: z.string(),
  settings: z.object({
    authUrl: z.string(),
    idUrl: z.string(),
    cadastroUrl: z.string(),
    account: z.string(),
    tenant: z.string(),
    privateKeyPem: z.string(),
    apiKey: z.string(),
  }),
});

process.once("message", async (message) => {
  const { url, rate, calls, processId, key, settings } = given.parse(message);
  const bytes = Buffer.from(key, "base64");
  const db = openDatabase(url);
  const connection = connectUnico({
    settings,
    db,
    vault: createVault([{ id: "k1", key: bytes }], bytes),
    rate,
  });
  const answers = await Promise.all(
    Array.from({ length: calls }, () => connection.unico.readValidation(processId)),
  );
  await connection.close();
  await db.$disconnect();
  process.send?.(answers.map((answer) => (answer.ok ? "done" : answer.failure.kind)));
  process.disconnect();
});
process.send?.("ready");
