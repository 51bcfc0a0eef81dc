import { randomUUID } from "node:crypto";
import { openDatabase } from "#lib/db/client.ts";
import { takeLimit } from "#lib/features/limits/limits.ts";
import type { Limited } from "#lib/features/limits/rules.ts";
import { takeAttempt } from "#lib/features/throttling/attempts.ts";
import { createVault } from "#lib/privacy/vault.ts";
import type { Guesses } from "./guessers.ts";

// A process of its own that tries so often at once, and says how often it was let through.
const given: Guesses = JSON.parse(process.argv[2] ?? "{}");
const db = openDatabase(given.url);
const key = Buffer.from(given.indexKey, "hex");
const vault = createVault([{ id: "k", key }], key);
const now = () => new Date();

const guess = (place: number) =>
  takeAttempt(
    {
      db,
      vault,
      now,
      request: { id: randomUUID(), address: `10.${given.seed}.${place >> 8}.${place & 255}` },
    },
    { kind: "password", account: given.who, device: null },
  );

const use = (what: Limited) =>
  takeLimit(
    db,
    { userId: given.who, what },
    { actor: { kind: "program" }, now, request: { id: randomUUID(), address: null } },
  );

const { what } = given;
const results = await Promise.all(
  Array.from({ length: given.many }, (_, place) => (what === "password" ? guess(place) : use(what))),
);
process.send?.(results.filter(({ ok }) => ok).length);
await db.$disconnect();
process.disconnect?.();
