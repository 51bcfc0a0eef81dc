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
  // What a script sends Next itself refuses with 400; a form without one it parses beyond our reach.
  const type = request.headers.get("content-type") ?? "";
  if (request.headers.has("next-action") || !/^multipart\/form-data\b/i.test(type)) return null;
  const body = await request.arrayBuffer();
  if (body.byteLength > BODY_MAX_BYTES) return TOO_LARGE;
  const form = new Response(body, { headers: { "content-type": type } }).formData();
  return form.then(
    () => null,
    () => UNREADABLE,
  );
}
