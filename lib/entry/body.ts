import { boundaryOf } from "./multipart.ts";

/** `bodySizeLimit` of next.config.js. */
export const BODY_MAX_BYTES = 2 * 1_048_576;

export type BodyRefusal = { readonly status: 400 | 413; readonly text: string };

const TOO_LARGE: BodyRefusal = {
  status: 413,
  text: "Too large: at most 2 MB.\nGrande demais: no máximo 2 MB.\n",
};
const UNREADABLE: BodyRefusal = {
  status: 400,
  text: "This form cannot be read. Send it again.\nNão foi possível ler o formulário. Envie de novo.\n",
};

/** Finds the bodies that Next would answer with 500. Reads the request: hand it the proxy's own copy. */
export async function refusalOfBody(request: Request): Promise<BodyRefusal | null> {
  if (request.method !== "POST") return null;
  if (Number(request.headers.get("content-length")) > BODY_MAX_BYTES) return TOO_LARGE;
  const type = request.headers.get("content-type") ?? "";
  if (request.headers.has("next-action")) return refusalOfCall(request, type);
  if (!/^multipart\/form-data\b/i.test(type)) return null;
  const body = await request.arrayBuffer();
  if (body.byteLength > BODY_MAX_BYTES) return TOO_LARGE;
  const form = new Response(body, { headers: { "content-type": type } }).formData();
  return form.then(
    () => null,
    () => UNREADABLE,
  );
}

const END_BYTES = 200;

/** What a script sends: arguments that are nothing but plain values, beside a form that is whole to its end, or alone. */
async function refusalOfCall(request: Request, type: string): Promise<BodyRefusal | null> {
  const boundary = boundaryOf(type);
  if (boundary === null && !/^text\/plain\b/i.test(type)) return UNREADABLE;
  const body = Buffer.from(await request.arrayBuffer());
  if (body.byteLength > BODY_MAX_BYTES) return TOO_LARGE;
  if (boundary === null) return isPlainCall(body.toString("utf8"), PLAIN) ? null : UNREADABLE;
  const end = body.subarray(-END_BYTES).toString("latin1").trimEnd();
  if (!end.endsWith(`--${boundary}--`)) return UNREADABLE;
  return (await isFormCall(body, type)) ? null : UNREADABLE;
}

/** The arguments stand in the part `0`; the fields of the form beside it, under the number that `$K` names. */
async function isFormCall(body: Buffer<ArrayBuffer>, type: string): Promise<boolean> {
  const form = await new Response(body, { headers: { "content-type": type } }).formData().catch(() => null);
  const calls = form?.getAll("0") ?? [];
  const [call] = calls;
  return calls.length === 1 && typeof call === "string" && isPlainCall(call, WITH_FORM);
}

/** Far less than what breaks a parser; our own pages send no deeper. */
const MAX_DEPTH = 20;
/** A text that begins with `$` is a reference of React's own: to functions, prototypes, streams. These are none. */
const PLAIN = /^(?!\$)|^\$\$|^\$undefined$|^\$D[\d:.TZ-]{1,30}$/;
const WITH_FORM = new RegExp(`${PLAIN.source}|^\\$K[0-9a-f]{1,4}$`);

const isPlain = (value: unknown, texts: RegExp, depth = 0): boolean => {
  if (typeof value === "string") return texts.test(value);
  if (typeof value !== "object" || value === null) return true;
  return depth < MAX_DEPTH && Object.values(value).every((each) => isPlain(each, texts, depth + 1));
};

function isPlainCall(text: string, texts: RegExp): boolean {
  try {
    const call: unknown = JSON.parse(text);
    return Array.isArray(call) && isPlain(call, texts);
  } catch {
    return false;
  }
}
