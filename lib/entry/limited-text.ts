/** Why a body was not read: it is longer than allowed, or no UTF-8. */
export type BodyTrouble = "too_large" | "unreadable";

/** The body as text, read no further than `maxBytes` whatever its header says of its length. */
export async function limitedText(
  request: Pick<Request, "body" | "headers">,
  maxBytes: number,
): Promise<{ text: string } | { trouble: BodyTrouble }> {
  if (Number(request.headers.get("content-length")) > maxBytes) return { trouble: "too_large" };
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  try {
    // Leaving the loop cancels the stream: what is still to come is not read.
    for await (const chunk of request.body ?? []) {
      byteCount += chunk.byteLength;
      if (byteCount > maxBytes) return { trouble: "too_large" };
      chunks.push(chunk);
    }
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch {
    return { trouble: "unreadable" };
  }
}
