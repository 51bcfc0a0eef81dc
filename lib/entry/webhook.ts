import "server-only";
import { randomUUID } from "node:crypto";
import { env } from "#lib/env.ts";
import type { OpenCtx } from "#lib/features/context.ts";
import { createRefusals, type Refusals } from "#lib/features/notices/refusals.ts";
import { isAuthentic, NOTICE_MAX_BYTES, type NoticeRefusal } from "#lib/features/notices/rules.ts";
import { readNotice } from "#lib/features/notices/schema.ts";
import { receiveNotice } from "#lib/features/notices/service.ts";
import { clientAddress } from "./client-address.ts";
import { limitedText } from "./limited-text.ts";
import { services } from "./services.ts";

const STATUS = { not_configured: 401, credential: 401, too_large: 413, unreadable: 400 } as const;

export type NoticeDeps = { ctx: OpenCtx; secret: string | undefined; refusals: Refusals };

/** Who first, then what; a kept notice is answered before anything is asked of Unico. */
export async function answerNotice(
  request: Request,
  { ctx, secret, refusals }: NoticeDeps,
): Promise<Response> {
  const refuse = async (why: NoticeRefusal): Promise<Response> => {
    await refusals.note(ctx, why);
    return answer(STATUS[why], STATUS[why] === 401 ? { "www-authenticate": "Bearer" } : {});
  };
  if (!isAuthentic(request.headers, secret)) return refuse(secret ? "credential" : "not_configured");
  const body = await limitedText(request, NOTICE_MAX_BYTES);
  if ("trouble" in body) return refuse(body.trouble);
  const notice = readNotice(body.text);
  if (!notice) return refuse("unreadable");
  await receiveNotice(ctx, notice);
  return answer(204);
}

const answer = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers: { "cache-control": "no-store", ...headers } });

const refusals = createRefusals();

/** Unico's notices: no session and no cookie, the secret is all. */
export function noticeHandler(request: Request): Promise<Response> {
  const ctx = services({
    id: randomUUID(),
    address: clientAddress(request.headers.get("x-forwarded-for")),
  });
  return answerNotice(request, { ctx, secret: env().UNICO_WEBHOOK_SECRET, refusals });
}

export const noticesArePosted = (): Response => answer(405, { allow: "POST" });
