import { randomUUID } from "node:crypto";
import { lookUpProcess } from "#lib/features/processes/service.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { processScenarios } from "#lib/sandbox/process-documents.ts";
import { picture, startRig } from "#tests/integration/unico/rig.ts";
import { aUser, openWorld, programCtx } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import { serveWebhook } from "./rig.ts";

export const FINISHED = "PROCESS_STATE_FINISHED";

export const notice = (processId: string, more: object = {}) => ({
  processId,
  state: FINISHED,
  flow: "idcheck",
  ...more,
});

/** A database, a sandbox and a webhook over both, and what is under way at Unico. */
export async function openNoticeWorld() {
  const [world, rig] = await Promise.all([openWorld(), startRig()]);
  const { db, url } = world;
  const ctx = programCtx(db, { unico: rig.client() });
  const webhook = await serveWebhook(ctx);
  const analyst = await aUser(db, "analyst");

  /** A 1:1 that Unico still works on, and will have ended at the next look; here it is `state`. */
  async function aPending(state: "sent" | "unknown") {
    const referenceProcessId = randomUUID();
    await rig.control("PUT", `/references/${referenceProcessId}`, { outcome: "pending" });
    const called = await rig.client().createProcess({ referenceProcessId, image: picture });
    if (!called.ok) throw new Error("not created");
    const unicoProcessId = called.value.value.id;
    const { id } = await aReverification(db, {
      startedById: analyst.id,
      unicoProcessId,
      state,
      failure: state === "unknown" ? "unknown_timeout" : null,
      settledAt: state === "unknown" ? new Date() : null,
      outcome: state === "sent" ? "pending" : null,
      fraudsters: null,
      biometry: null,
      liveness: null,
    });
    return { id, unicoProcessId, reads: () => rig.requestCount(`/processes/v1/${unicoProcessId}`) };
  }

  /** An IDCheck process, open, and looked up once. */
  async function anOpenProcess(id: string = randomUUID()) {
    const scenario = processScenarios.find(({ row }) => row === "holder");
    if (!scenario) throw new Error("no such scenario");
    const put = (state: string) =>
      rig.control("PUT", `/processes/${id}`, { ...scenario.document, id, state: `PROCESS_STATE_${state}` });
    await put("CREATED");
    await lookUpProcess(ctx, { processId: id });
    const outcome = async () => (await db.process.findUnique({ where: { id } }))?.outcome;
    return { id, put, outcome, reads: () => rig.requestCount(`/client/v1/process/${id}`) };
  }

  return {
    db,
    url,
    rig,
    ctx,
    webhook,
    analyst,
    aPending,
    anOpenProcess,
    noticesOf: (processId: string) => db.unicoNotice.findMany({ where: { processId } }),
    auditOf: (entityId: string) => db.auditEvent.findMany({ where: { entityId }, orderBy: { seq: "asc" } }),
    forgetJobs: () => withClient(url, (client) => client.query("DELETE FROM graphile_worker._private_jobs")),
    async end() {
      await webhook.stop();
      await rig.stop();
      await world.end();
    },
  };
}
