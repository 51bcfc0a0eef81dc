import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import type { Prisma } from "./generated/client.ts";
import { keptName } from "./kept.ts";

type Factory = NonNullable<Prisma.PrismaClientOptions["adapter"]>;
type Adapter = Awaited<ReturnType<Factory["connect"]>>;
type Transaction = Awaited<ReturnType<Adapter["startTransaction"]>>;

const statement = (sql: string) => ({ sql, args: [], argTypes: [] });

/**
 * What stands between Prisma and the pool for people limited to branches. Nothing is asked but inside a transaction
 * whose first statement names the branches, and the naming ends with the transaction. It stands here and not in an
 * extension of the client, because here every operation comes through, raw ones and those of an interactive
 * transaction as well, and none can be written that does not.
 */
export function scopedFactories(pool: pg.Pool): (setting: string) => Factory {
  const inner = new PrismaPg(pool, { statementNameGenerator: keptName });
  let opened: Promise<Adapter> | null = null;
  const open = () => {
    opened ??= inner.connect();
    return opened;
  };
  return (setting) => ({
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => within(await open(), setting),
  });
}

function within(adapter: Adapter, setting: string): Adapter {
  const begin: Adapter["startTransaction"] = async (isolationLevel) => {
    const tx = await adapter.startTransaction(isolationLevel);
    try {
      await tx.executeRaw({
        sql: "SELECT set_config('contraprova.scope', $1, true)",
        args: [setting],
        argTypes: [{ scalarType: "string", arity: "scalar" }],
      });
      return tx;
    } catch (error) {
      await giveBack(tx);
      throw error;
    }
  };

  async function alone<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    const tx = await begin();
    let result: T;
    try {
      result = await run(tx);
      await tx.executeRaw(statement("COMMIT"));
    } catch (error) {
      await giveBack(tx);
      throw error;
    }
    await tx.commit();
    return result;
  }

  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => alone((tx) => tx.queryRaw(query)),
    executeRaw: (query) => alone((tx) => tx.executeRaw(query)),
    // Prisma runs scripts for migrations alone, which are nobody's who is limited to branches.
    executeScript: () => Promise.reject(new Error("a limited connection runs no scripts")),
    startTransaction: begin,
    // The pool is shared by the clients of all scopes: whoever opened it ends it.
    dispose: async () => undefined,
    getConnectionInfo: () => ({ supportsRelationJoins: true, ...adapter.getConnectionInfo?.() }),
  };
}

/** A connection that broke has no transaction any more: then there is nothing to roll back. */
async function giveBack(tx: Transaction): Promise<void> {
  await tx.executeRaw(statement("ROLLBACK")).catch(() => undefined);
  await tx.rollback();
}
