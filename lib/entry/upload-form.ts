import { BrokenForm, boundaryOf, type Part, partsOf } from "./multipart.ts";

/** Our policy: what a form takes beside its file, with room for what a browser writes around each part. */
export const FORM_MAX_BYTES = 65_536;
const VALUE_MAX_BYTES = 1_024;
const MOST_FIELDS = 16;

export const isUploadForm = (type: string | null): boolean => /^multipart\/form-data\b/i.test(type ?? "");

export type UploadForm = { fields: ReadonlyMap<string, string>; file: AsyncIterable<Uint8Array> };

/**
 * A form as a browser without script sends it, up to its file: the fields before it are read, the file is handed on as it
 * comes and never whole in memory. Null where it is no such form, or no file was chosen; one with more beside its file
 * than a form of ours has is broken off.
 */
export async function readUploadForm(
  type: string | null,
  body: AsyncIterable<Uint8Array>,
): Promise<UploadForm | null> {
  const boundary = boundaryOf(type);
  if (boundary === null) return null;
  const beside: Beside = { isInFile: false, bytes: 0 };
  const parts = partsOf(boundedBeside(body, beside), boundary);
  const fields = new Map<string, string>();
  for (let next = await parts.next(), read = 0; !next.done; next = await parts.next(), read += 1) {
    const part = next.value;
    if (part.fileName) return { fields, file: fileOf(part, parts, beside) };
    const value = part.fileName === null && read < MOST_FIELDS ? await textOf(part) : null;
    if (value === null) break;
    fields.set(part.name, value);
  }
  await parts.return(undefined);
  return null;
}

type Beside = { isInFile: boolean; bytes: number };

/** How large the file may be is its reader's to say; what stands before it, and what behind it, is little. */
async function* boundedBeside(body: AsyncIterable<Uint8Array>, beside: Beside): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    if (!beside.isInFile) beside.bytes += piece.byteLength;
    yield piece;
    // The last piece may hold the beginning of the file: what counts is whether more is asked for.
    if (!beside.isInFile && beside.bytes > FORM_MAX_BYTES) throw new BrokenForm();
  }
}

/** Read on behind the file to the end of the form: only then is it whole. */
async function* fileOf(part: Part, parts: AsyncGenerator<Part>, beside: Beside): AsyncGenerator<Uint8Array> {
  try {
    beside.isInFile = true;
    yield* part.body;
    Object.assign(beside, { isInFile: false, bytes: 0 });
    while (!(await parts.next()).done);
  } finally {
    await parts.return(undefined);
  }
}

/** Null for one that is longer than any of ours. */
async function textOf({ body }: Part): Promise<string | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > VALUE_MAX_BYTES) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
