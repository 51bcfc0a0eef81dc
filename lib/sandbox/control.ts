import type { IncomingMessage, ServerResponse } from "node:http";
import { isUuid } from "./checks.ts";
import { type ControlRoute, found, invalid } from "./control-route.ts";
import { controlRoutes } from "./control-routes.ts";
import { noticeRoutes } from "./notice-routes.ts";
import { readBody } from "./protocol.ts";
import { type Reply, writeReply } from "./reply.ts";
import type { SandboxState } from "./state.ts";

/** Every route there is; each part of the sandbox that can be steered adds its own here. */
const ROUTES: readonly ControlRoute[] = [...controlRoutes, ...noticeRoutes];

export const routeList = ROUTES.map(({ on, does }) => `${on.padEnd(22)} ${does}`);

const listRoutes: ControlRoute = {
  on: "GET /",
  does: "these routes",
  answer: () => found(Object.fromEntries(ROUTES.map(({ on, does }) => [on, does]))),
};

const compiled = [listRoutes, ...ROUTES].map((route) => ({
  route,
  pattern: new RegExp(`^${route.on.replace("{id}", "([^/]+)")}$`),
}));

/** The control port, apart from the protocol: what was received, and what the next requests shall meet. */
export async function answerControl(
  state: SandboxState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://control");
  const body = await readBody(request);
  writeReply(
    response,
    await replyTo(state, `${request.method} ${url.pathname}`, url.searchParams, body ?? ""),
  );
}

async function replyTo(
  state: SandboxState,
  asked: string,
  query: URLSearchParams,
  body: string,
): Promise<Reply> {
  for (const { route, pattern } of compiled) {
    const match = pattern.exec(asked);
    if (!match) continue;
    const id = (match[1] ?? "").toLowerCase();
    if (match[1] !== undefined && !isUuid(id)) return invalid("the id is no UUID");
    return route.answer(state, { id, query, body });
  }
  return { status: 404, body: { error: "no such route; GET / lists them" } };
}
