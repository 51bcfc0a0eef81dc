import { PrismaPg } from "@prisma/adapter-pg";
import { type Database, poolOf } from "#lib/db/client.ts";
import { PrismaClient } from "#lib/db/generated/client.ts";

const FOREVER_MS = 120_000;

/** A client as the program has it, but that waits as long as a test makes it wait. */
export const patientDatabase = (url: string): Database =>
  new PrismaClient({
    adapter: new PrismaPg({
      ...poolOf(url, "contraprova_app", "-c transaction_timeout=0"),
      statement_timeout: 0,
      lock_timeout: 0,
      idle_in_transaction_session_timeout: 0,
    }),
    errorFormat: "minimal",
    transactionOptions: { maxWait: FOREVER_MS, timeout: FOREVER_MS },
  });
