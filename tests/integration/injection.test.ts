import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { listAuditEvents } from "#lib/features/audit/service.ts";
import { auditTable } from "#lib/features/audit/table-schema.ts";
import { listCases } from "#lib/features/cases/reading.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listProcesses } from "#lib/features/processes/table.ts";
import { processFilter } from "#lib/features/processes/table-schema.ts";
import { listReferences } from "#lib/features/references/service.ts";
import { referenceFilter } from "#lib/features/references/table-schema.ts";
import { listReverifications } from "#lib/features/reverifications/reading.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import { type Params, readAddress } from "#lib/table/address.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification, aSubject } from "#tests/support/factories.ts";

/** What people type who look for a hole: SQL, operators, encodings, types that are not due. */
const TEXTS = [
  "'",
  "''",
  "' OR '1'='1",
  "' OR 1=1 --",
  '\'; DROP TABLE "case"; --',
  "1; SELECT pg_sleep(5)",
  "1) OR (1=1",
  "\\'; --",
  "$1",
  "$$; SELECT 1; $$",
  "E'\\x27'",
  "%27%20OR%201=1",
  '{"gt":""}',
  "[object Object]",
  "__proto__",
  "constructor",
  "NaN",
  "-Infinity",
  "1e309",
  "0x1F",
  "9".repeat(400),
  "-1",
  "1.5",
  "2026-02-30",
  "0000-00-00",
  "275760-09-14",
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "null",
  "undefined",
  "true",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\u202e",
  "＇ OR １＝１",
  "../../etc/passwd",
  "\u0024{jndi:ldap://x}",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "a".repeat(10_000),
  "-sort",
  "dueAt, (SELECT 1)",
  "dueAt DESC; --",
  "*",
  "(",
  "[a-",
  "%_%",
  "_".repeat(50),
] as const;
/** Each alone, twice, and among others: a hundred and some a parameter. */
const PAYLOADS: (string | string[])[] = TEXTS.flatMap((text) => [text, [text, text], ["x", text]]);

type Table = {
  readonly name: string;
  readonly schema: z.ZodObject;
  readonly list: (ctx: UserCtx, filter: never) => Promise<{ rows: unknown[]; count: number }>;
};
const TABLES: readonly Table[] = [
  { name: "cases", schema: caseTable, list: listCases },
  { name: "re-verifications", schema: reverificationTable, list: listReverifications },
  { name: "processes", schema: processFilter, list: listProcesses },
  { name: "references", schema: referenceFilter, list: listReferences },
  { name: "audit", schema: auditTable, list: listAuditEvents },
];

let world: World;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager");
  for (let i = 0; i < 3; i += 1) {
    const { id: subjectId } = await aSubject(world.db, { name: `Pessoa Sintética ${i}` });
    const { id: referenceId } = await aReference(world.db, { subjectId });
    const { id: reverificationId } = await aReverification(world.db, {
      startedById: manager.actor.id,
      referenceId,
      subjectId,
    });
    await aCase(world.db, { subjectId, referenceId, reverificationId });
  }
});
afterAll(() => world.end());

describe.each(TABLES)("the address of $name", ({ schema, list }) => {
  const ask = async (params: Params) => {
    const { filter, dropped } = readAddress(schema, params);
    return { ...(await list(manager, filter as never)), dropped };
  };
  it.each(Object.keys(schema.shape))(
    "takes anything for %s and asks nothing else for it",
    async (name) => {
      const whole = await ask({});
      for (const payload of PAYLOADS) {
        const { count, dropped } = await ask({ [name]: payload });
        // Left out whole, it narrows nothing; taken, nobody is named like it: nothing more can come back than was there.
        expect(count, JSON.stringify(payload).slice(0, 60)).toBeLessThanOrEqual(whole.count);
        if (dropped.includes(name) && !Array.isArray(payload)) expect(count).toBe(whole.count);
        if (name === "q" && !dropped.includes(name) && /[';$<{]/.test(String(payload))) expect(count).toBe(0);
      }
    },
    60_000,
  );
});

it("nothing in the program puts SQL together from texts", () => {
  const found = ["lib", "app"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes("generated"))
      .filter((file) =>
        /\$(query|execute)RawUnsafe|Prisma\.raw\(/.test(readFileSync(path.join(folder, file), "utf8")),
      ),
  );
  // Names of tables and columns out of a list of its own.
  expect(found).toEqual(["features/rotation/sealed.ts"]);
});
