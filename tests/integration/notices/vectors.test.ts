import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withClient } from "#lib/postgres/embedded.ts";
import { countVectors } from "#tests/integration/unico/vector-count.ts";
import { vectors } from "#tests/unit/unico/vectors.ts";
import { jobs, serveWebhook, work } from "./rig.ts";
import { openNoticeWorld } from "./world.ts";

/** As the secret is written where Unico's portal is set to each kind of authentication. */
const SECRETS: Readonly<Record<string, string>> = {
  "wh-bearer": "synthetic-own-token",
  "wh-apikey": "X-Webhook-Key:synthetic",
  "wh-apikey-raw": "synthetic",
};
const BASIC = "unico:synthetic";

/** The process that we know of; the others of the vectors were never created by us. */
const OURS = vectors.webhook.find(({ id }) => id === "wh-basic")?.request.body.processId ?? "";

let world: Awaited<ReturnType<typeof openNoticeWorld>>;
let ours: Awaited<ReturnType<typeof world.anOpenProcess>>;
beforeAll(async () => {
  world = await openNoticeWorld();
  ours = await world.anOpenProcess(OURS);
  await ours.put("FINISHED");
});
afterAll(() => world.end());
beforeEach(async () => {
  await world.forgetJobs();
  // The program itself may not.
  await withClient(world.url, (client) => client.query("TRUNCATE unico_notice"));
});

type Sent = (typeof vectors.webhook)[number]["request"];

/** Over HTTP, byte for byte as the vector has it, to a program that is told this secret. */
async function deliver({ headers, body }: Sent, secret: string): Promise<number> {
  const webhook = await serveWebhook(world.ctx, { secret });
  try {
    return (await webhook.post(body, headers)).status;
  } finally {
    await webhook.stop();
  }
}

const { meet, expectAllMet } = countVectors("webhook");

describe("a notice of Unico's", () => {
  it.each(vectors.webhook)("$id: $title", async ({ id, request, expect: { answer, then } }) => {
    const { processId, state, lastEvent = "" } = request.body;
    const secret = SECRETS[id] ?? BASIC;
    const isAgain = then.startsWith("nothing (");
    if (isAgain) {
      await deliver(request, secret);
      await work(world.url, world.ctx);
    }
    const before = await world.noticesOf(processId);
    const reads = await ours.reads();

    expect(await deliver(request, secret)).toBe(answer);
    // Answered before Unico is asked anything.
    expect(await ours.reads()).toBe(reads);
    const kept = await world.noticesOf(processId);
    if (answer === 401 || isAgain) expect(kept).toEqual(before);
    else expect(kept).toMatchObject([{ processId, state, lastEvent }]);
    const isRead = then === "GetProcess";
    expect(await jobs(world.url)).toHaveLength(isRead ? 1 : 0);

    if (isRead) await work(world.url, world.ctx);
    expect((await ours.reads()) - reads).toBe(isRead ? 1 : 0);
    const handling = isRead ? "read" : "not_ours";
    if (answer !== 401 && !isAgain) expect(await world.noticesOf(processId)).toMatchObject([{ handling }]);
    // No notice holds a verdict: it is what the process said when it was read.
    if (isRead) expect(await ours.outcome()).toBe("approve");
    meet("webhook", id);
  });
});

expectAllMet();
