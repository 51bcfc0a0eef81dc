import { randomUUID } from "node:crypto";
import http from "node:http";
import { text } from "node:stream/consumers";
import { clientAddress } from "#lib/entry/client-address.ts";
import { services } from "#lib/entry/services.ts";
import { signInInput } from "#lib/features/accounts/schema.ts";
import { readSession } from "#lib/features/accounts/sessions.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import type { DoorFigures } from "./sign-in-doors.ts";

// A process that lets people in over HTTP, without its pages: what takes the time and the memory is real.
const SAMPLE_MS = 5;
let peak = 0;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, SAMPLE_MS);

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** What stands before every page, and a look into the database. */
async function page(ctx: ReturnType<typeof services>, sessionId: string) {
  const user = await readSession(ctx, sessionId);
  return user ? { status: 200, body: { cases: await ctx.db.case.count() } } : { status: 401, body: {} };
}

async function enter(ctx: ReturnType<typeof services>, typed: string) {
  const opened = await signIn(ctx, signInInput.parse(JSON.parse(typed)), "door");
  return opened.ok
    ? { status: 200, body: { stage: opened.value.stage } }
    : { status: 401, body: opened.failure };
}

const server = http.createServer(async (request, response) => {
  const address = clientAddress(one(request.headers["x-forwarded-for"]));
  const ctx = services({ id: randomUUID(), address });
  const work =
    request.url === "/page"
      ? page(ctx, one(request.headers["x-session"]) ?? "")
      : text(request).then((typed) => enter(ctx, typed));
  // As the program says it: a test sees by the number that something broke.
  const answer = await work.catch(() => ({ status: 500, body: {} }));
  response.writeHead(answer.status, { "content-type": "application/json" });
  response.end(JSON.stringify(answer.body));
});
server.listen(0, "127.0.0.1", () => {
  const place = server.address();
  process.send?.(typeof place === "object" && place ? place.port : 0);
});

process.on("message", (asked) => {
  const rss = process.memoryUsage.rss();
  process.send?.({ rss, peak: Math.max(peak, rss) } satisfies DoorFigures);
  if (asked === "anew") peak = 0;
});
process.on("disconnect", () => process.exit());
