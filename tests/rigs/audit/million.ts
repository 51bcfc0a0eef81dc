import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { from } from "pg-copy-streams";
import { type AuditFacts, hashOfEvent } from "#lib/features/audit/canonical.ts";
import { withClient } from "#lib/postgres/embedded.ts";

const PER_TRANSACTION = 2_000;

/** Fills a log with events as the program writes them, many to a transaction so that it does not take all day. */
export async function fillLog(url: string, count: number): Promise<void> {
  await withClient(url, async (client) => {
    for (let written = 0; written < count; written += PER_TRANSACTION) {
      const stream = client.query(
        from(`COPY audit_event (at, actor_kind, actor_id, actor_role, session_id, address, request_id, action, outcome,
          entity_type, entity_id, detail, hash) FROM STDIN`),
      );
      for (let i = 0; i < Math.min(PER_TRANSACTION, count - written); i += 1)
        stream.write(lineOf(written + i));
      stream.end();
      await once(stream, "finish");
    }
    await client.query("VACUUM (ANALYZE) audit_event");
  });
}

function lineOf(n: number): string {
  const facts: AuditFacts = {
    at: new Date(),
    actorKind: "user",
    actorId: randomUUID(),
    actorRole: "analyst",
    sessionId: randomUUID(),
    address: "10.4.18.77",
    requestId: randomUUID(),
    action: "case.decide",
    outcome: "done",
    entityType: "case",
    entityId: String(n),
    detail: {
      from: "in_review",
      to: "awaiting_approval",
      reasons: ["faces_differ", "identity_theft"],
      noteLength: n % 97,
    },
  };
  const { at, detail, ...rest } = facts;
  const hash = `\\\\x${Buffer.from(hashOfEvent(facts)).toString("hex")}`;
  return `${[at.toISOString(), ...Object.values(rest), JSON.stringify(detail), hash].join("\t")}\n`;
}
