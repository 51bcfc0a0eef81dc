import type { Database } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Reader } from "#lib/table/query.ts";
import { programCtx } from "#tests/support/ctx.ts";

type Node = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: Node[];
};
/** What PostgreSQL did for one statement. */
export type Explained = { blocks: number; readsWhole: string[]; indexes: string[] };

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

function explainedBy(plan: Node): Explained {
  const nodes = nodesOf(plan);
  return {
    blocks: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
    readsWhole: nodes.flatMap((node) =>
      node["Node Type"] === "Seq Scan" ? (node["Relation Name"] ?? []) : [],
    ),
    indexes: nodes.flatMap((node) => node["Index Name"] ?? []),
  };
}

/** A reader that explains each statement of a list as it is sent, and answers it. */
export function explainingReader(db: Database): { reader: Reader; seen: Explained[] } {
  const seen: Explained[] = [];
  const readDb = {
    $queryRaw: async (strings: TemplateStringsArray, ...values: unknown[]) => {
      const statement = Prisma.sql(strings, ...values);
      const [row] = await db.$queryRaw<{ "QUERY PLAN": [{ Plan: Node }] }[]>`
        EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${statement}`;
      if (row) seen.push(explainedBy(row["QUERY PLAN"][0].Plan));
      return db.$queryRaw(statement);
    },
  } as unknown as Database;
  return { reader: { actor: programCtx(db).actor, readDb }, seen };
}
