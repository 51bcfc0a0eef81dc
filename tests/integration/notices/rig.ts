import { once } from "node:events";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { Logger, runOnce } from "graphile-worker";
import { answerNotice } from "#lib/entry/webhook.ts";
import type { Ctx } from "#lib/features/context.ts";
import { readNoticed } from "#lib/features/notices/reading.ts";
import { createRefusals } from "#lib/features/notices/refusals.ts";
import { noticeJob } from "#lib/features/notices/schema.ts";
import { withClient } from "#lib/postgres/embedded.ts";

export const SECRET = "x-api-key:a-secret-for-these-tests-only";
export const AUTHENTIC = { "x-api-key": "a-secret-for-these-tests-only" };

/** The webhook's handler behind a real server, as the route has it. */
export async function serveWebhook(
  ctx: Ctx,
  options: { secret?: string | undefined; windowMs?: number } = {},
) {
  const { windowMs = 60_000 } = options;
  const deps = {
    ctx,
    secret: "secret" in options ? options.secret : SECRET,
    refusals: createRefusals({ windowMs }),
  };
  const server = createServer(async (incoming, outgoing) => {
    const request = new Request("http://localhost/api/webhooks/unico", {
      method: "POST",
      headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
      body: Readable.toWeb(incoming),
      duplex: "half",
    } as RequestInit);
    const answer = await answerNotice(request, deps).catch(() => new Response(null, { status: 500 }));
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
  return {
    url,
    post: (body: unknown, headers: Record<string, string> = AUTHENTIC) =>
      fetch(url, {
        method: "POST",
        headers,
        body:
          typeof body === "string" || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
      }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export type Job = { key: string; attempts: number; last_error: string | null };

/** Those that will still run. */
export const jobs = (url: string): Promise<Job[]> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<Job>(
      "SELECT key, attempts::int, last_error FROM graphile_worker.jobs WHERE attempts < max_attempts ORDER BY id",
    );
    return rows;
  });

/** What the worker does with what is due, and then goes home. */
export const work = (url: string, ctx: Ctx): Promise<void> =>
  runOnce({
    connectionString: url,
    noHandleSignals: true,
    taskList: { "read-notice": (payload) => readNoticed(ctx, noticeJob.parse(payload).noticeId) },
    logger: new Logger(() => () => {}),
  });
