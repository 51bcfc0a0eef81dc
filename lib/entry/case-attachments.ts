import "server-only";
import { Forbidden } from "#lib/auth/roles.ts";
import { type AttachFailure, attachFile, type Given } from "#lib/features/attachments/attaching.ts";
import { dispositionOf } from "#lib/features/attachments/naming.ts";
import { takeAttachment } from "#lib/features/attachments/reading.ts";
import {
  type AttachRefusal,
  CONTENT_TYPES,
  FILE_MAX_BYTES,
  FILES_A_CASE,
} from "#lib/features/attachments/rules.ts";
import { attachmentId } from "#lib/features/attachments/schema.ts";
import { isCaseNumber } from "#lib/features/cases/number.ts";
import { isWorkable } from "#lib/features/cases/permitted.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { watch } from "#lib/features/limits/watching.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { upTo } from "#lib/storage/chunks.ts";
import { BrokenForm, boundaryOf, partsOf } from "./multipart.ts";
import { FILE_POLICY } from "./policy.ts";
import { tellRefusal } from "./refusal.ts";
import { isFromOurPages } from "./same-origin.ts";
import { streamOf } from "./stream-of.ts";
import { sayTooMany } from "./too-many.ts";

const SAFE_HEADERS = {
  // Compressed on the way, its first bytes would leave when a buffer is full.
  "cache-control": "private, no-store, no-transform",
  "x-content-type-options": "nosniff",
  "content-security-policy": FILE_POLICY,
  "cross-origin-resource-policy": "same-origin",
};
/** As many files as a case holds, and one that is too large among them. */
const BODY_MAX_BYTES = (FILES_A_CASE + 1) * FILE_MAX_BYTES;
const FIELD = "files";
/** Far more than a page of ours sends; so many are passed over for an answer to reach whoever chose too many files. */
const PARTS_MAX = 100;
/** What a script hears where the form was none. */
const FORM_STATUS = new Map<AttachRefusal, number>([
  ["broken_off", 400],
  ["too_much", 413],
]);

const said = (status: number, text: string | null = null) =>
  new Response(text, { status, headers: { ...SAFE_HEADERS, "content-type": "text/plain; charset=utf-8" } });
/** Nobody signed in, no permission, no such case or file: from outside all the same. */
const nothing = () => said(404);

type Who = { ctx: UserCtx | null; locale: Locale };
type Outcome = { attached: number; refused: { place: number; code: AttachRefusal; words: string }[] };

/**
 * Files as a form sends them, each taken or refused for itself, read while they are sent and never whole in memory. A
 * page with script is answered in words; a form without goes back to the case, whose address says what came of it.
 */
export async function attachResponse(
  request: Request,
  number: string,
  { ctx, locale }: Who,
): Promise<Response> {
  if (!isCaseNumber(number)) return nothing();
  if (!isFromOurPages(request.headers)) return said(ctx ? 403 : 404);
  const isScript = request.headers.get("accept")?.includes("application/json") ?? false;
  if (!ctx) {
    return isScript ? said(401, translatorFor(locale, "errors")("refusal.signed_out")) : backTo(number);
  }
  try {
    const isThere = await isWorkable(ctx, Number(number));
    const outcome = isThere ? await attachSent(ctx, Number(number), request, locale) : null;
    if (outcome) return isScript ? answerOf(outcome) : backTo(number, paramsOf(outcome));
    await watch(ctx, "not_found");
    return nothing();
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    await tellRefusal(ctx, error.permission, "file");
    return nothing();
  }
}

const backTo = (number: string, params: [string, string][] = []) =>
  new Response(null, {
    status: 303,
    headers: {
      ...SAFE_HEADERS,
      location: `/cases/${number}${params.length > 0 ? `?${new URLSearchParams(params)}` : ""}#files`,
    },
  });

function answerOf(outcome: Outcome): Response {
  const [first] = outcome.refused;
  const status = first?.place === 0 ? FORM_STATUS.get(first.code) : undefined;
  return first && status ? said(status, first.words) : Response.json(outcome, { headers: SAFE_HEADERS });
}

/** Codes and a count: what files are called stands in no address. */
const paramsOf = ({ attached, refused }: Outcome): [string, string][] => [
  ...(attached > 0 ? [["attached", String(attached)] as [string, string]] : []),
  ...[...new Set(refused.map(({ code }) => code))].map((code): [string, string] => ["refused", code]),
];

/** Null where there is no such case. */
async function attachSent(
  ctx: UserCtx,
  number: number,
  { headers, body }: Request,
  locale: Locale,
): Promise<Outcome | null> {
  const outcome: Outcome = { attached: 0, refused: [] };
  let place = 0;
  const refuse = (code: AttachRefusal, failure?: AttachFailure): Outcome => {
    outcome.refused.push({ place, code, words: wordsOf(locale, code, failure) });
    return outcome;
  };
  const boundary = boundaryOf(headers.get("content-type"));
  if (!boundary || !body) return refuse("broken_off");
  if (Number(headers.get("content-length")) > BODY_MAX_BYTES) return refuse("too_much");
  try {
    let isOver = false;
    for await (const given of filesIn(body, boundary)) {
      if (isOver) continue;
      isOver = place > FILES_A_CASE;
      if (isOver) {
        refuse("too_much");
        continue;
      }
      const result = await attachFile(ctx, number, given);
      const code = result.ok ? null : codeOf(result.failure);
      if (result.ok) outcome.attached += 1;
      else if (code) refuse(code, result.failure);
      else return null;
      isOver = code === "too_many";
      place += 1;
    }
  } catch (error) {
    if (!(error instanceof BrokenForm)) throw error;
    return refuse("broken_off");
  }
  return place === 0 ? refuse("none") : outcome;
}

async function* filesIn(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Given> {
  let parts = 0;
  for await (const part of partsOf(
    upTo(BODY_MAX_BYTES, body, () => new BrokenForm()),
    boundary,
  )) {
    parts += 1;
    if (parts > PARTS_MAX) throw new BrokenForm();
    // A field that nothing was chosen in sends a file without a name.
    if (part.name === FIELD && part.fileName) yield { name: part.fileName, body: part.body };
  }
}

function codeOf(failure: AttachFailure): AttachRefusal | null {
  if (failure.code === "content") return failure.why;
  return failure.code === "case_unknown" ? null : failure.code;
}

const wordsOf = (locale: Locale, code: AttachRefusal, failure?: AttachFailure): string =>
  failure?.code === "too_many"
    ? sayTooMany(locale, failure)
    : translatorFor(locale, "cases")(`files.refusal.${code}`);

/** A file of a case as it was given: to be kept, never to be shown by a browser in our name. */
export async function attachmentResponse(
  number: string,
  id: string,
  { ctx, locale }: Who,
): Promise<Response> {
  const file = attachmentId.safeParse(id);
  if (!ctx || !isCaseNumber(number) || !file.success) return nothing();
  try {
    const taken = await takeAttachment(ctx, Number(number), file.data);
    if (taken.ok) {
      const { name, kind, bytes, pieces } = taken.value;
      return new Response(streamOf(pieces), {
        headers: {
          ...SAFE_HEADERS,
          "content-type": CONTENT_TYPES[kind],
          "content-length": String(bytes),
          "content-disposition": dispositionOf(name),
        },
      });
    }
    const { failure } = taken;
    if (failure.code === "too_many") return said(429, sayTooMany(locale, failure));
    if (failure.code === "damaged") return said(410, translatorFor(locale, "cases")("files.damaged"));
    await watch(ctx, "not_found");
    return nothing();
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    await tellRefusal(ctx, error.permission, "file");
    return nothing();
  }
}
