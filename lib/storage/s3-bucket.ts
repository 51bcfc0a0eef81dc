import "server-only";
import { S3mini, S3ServiceError } from "s3mini";
import { inChunks } from "./chunks.ts";
import { s3Fetch } from "./s3-fetch.ts";
import type { S3Place } from "./s3-place.ts";
import { StorageError } from "./storage.ts";

/** S3 takes 5 MiB or more for all parts but the last, and 10,000 of them: files up to 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;
const TYPE = "application/octet-stream";

/** What the providers say, for people. */
const MEANINGS: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: "the access key is not known there",
  SignatureDoesNotMatch: "the secret key is wrong",
  AccessDenied: "this access key may not do that",
  NoSuchBucket: "there is no such bucket",
  PermanentRedirect: "the bucket is in another region",
  AuthorizationHeaderMalformed: "the bucket is in another region",
  RequestTimeTooSkewed: "the clock of this machine is wrong",
};

export type Bucket = {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** false where something stands under that key, which stays. */
  create(key: string, bytes: Uint8Array): Promise<boolean>;
  get(key: string): Promise<Buffer | null>;
  putStream(key: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  getStream(key: string): Promise<AsyncIterable<Buffer> | null>;
  remove(key: string): Promise<void>;
  /** Keys in the order of their bytes, behind `after`. */
  list(prefix: string, limit: number, after?: string): Promise<string[]>;
};

export function openBucket(place: S3Place): Bucket {
  const { address, region, accessKeyId, secretAccessKey } = place;
  const open = (extraHeaders?: Record<string, string>) =>
    new S3mini({ endpoint: address, region, accessKeyId, secretAccessKey, fetch: s3Fetch(extraHeaders) });
  const s3 = open();
  const creating = open({ "if-none-match": "*" });
  const where = `the bucket ${place.bucket} at ${new URL(address).host}`;
  const told = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw error instanceof StorageError ? error : spokenOf(where, error);
    });
  const whole = (key: string) => (place.prefix ? `${place.prefix}/${key}` : key);
  /** `NoSuchKey` alone means that there is no such file: a bucket that is gone is not an empty one. */
  const read = (key: string) => s3.getObjectRaw(key).catch(nullIfMissing);

  return {
    async put(key, bytes) {
      await told(s3.putObject(whole(key), bytes, TYPE, undefined, undefined, bytes.length));
    },
    async create(key, bytes) {
      const name = whole(key);
      // Not every provider knows the condition, and who does not ignores it.
      if (await told(s3.objectExists(name))) return false;
      const created = creating.putObject(name, bytes, TYPE, undefined, undefined, bytes.length);
      return told(created.then(() => true, falseIfThere));
    },
    async get(key) {
      const answer = await told(read(whole(key)));
      return answer && Buffer.from(await told(answer.arrayBuffer()));
    },
    async putStream(key, source) {
      const parts = inChunks(source, PART_BYTES);
      const first = await parts.next();
      const bytes = first.done ? Buffer.alloc(0) : first.value;
      if (bytes.length < PART_BYTES) {
        await told(s3.putObject(whole(key), bytes, TYPE, undefined, undefined, bytes.length));
        return;
      }
      await putParts(s3, whole(key), bytes, parts, told);
    },
    async getStream(key) {
      const name = whole(key);
      // The answer to HEAD has no body that would say what is missing.
      if (!(await told(s3.objectExists(name))) && !(await told(read(name)))) return null;
      return piecesOf(() => told(read(name)), told);
    },
    async remove(key) {
      await told(s3.deleteObject(whole(key)));
    },
    async list(prefix, limit, after) {
      const own = whole("");
      const beyond = after === undefined ? {} : { "start-after": own + after };
      const page = await told(s3.listObjectsPaged("/", own + prefix, limit, undefined, beyond));
      if (!page) throw new StorageError(`${where}: ${MEANINGS.NoSuchBucket}`, "refused");
      return (page.objects ?? []).map(({ Key }) => Key.slice(own.length));
    },
  };
}

async function putParts(
  s3: S3mini,
  name: string,
  first: Buffer,
  rest: AsyncGenerator<Buffer>,
  told: <T>(work: Promise<T>) => Promise<T>,
): Promise<void> {
  const uploadId = await told(s3.getMultipartUploadId(name, TYPE));
  try {
    const parts = [await told(s3.uploadPart(name, uploadId, first, 1))];
    for await (const part of rest)
      parts.push(await told(s3.uploadPart(name, uploadId, part, parts.length + 1)));
    const { etag } = await told(s3.completeMultipartUpload(name, uploadId, parts));
    // A failure at this point comes in an answer of 200.
    if (!etag) throw new StorageError("the storage did not put the parts of a file together", "unreachable");
  } catch (error) {
    await s3.abortMultipartUpload(name, uploadId).catch(() => undefined);
    throw error;
  }
}

async function* piecesOf(
  open: () => Promise<Response | null>,
  told: <T>(work: Promise<T>) => Promise<T>,
): AsyncGenerator<Buffer> {
  const reader = (await open())?.body?.getReader();
  if (!reader) throw new StorageError("the file was removed while it was asked for", "refused");
  try {
    for (;;) {
      const { value, done } = await told(reader.read());
      if (done) return;
      yield Buffer.from(value);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function nullIfMissing(error: unknown): null {
  if (error instanceof S3ServiceError && error.serviceCode === "NoSuchKey") return null;
  throw error;
}

function falseIfThere(error: unknown): false {
  // 409: somebody else is creating it at this moment.
  if (error instanceof S3ServiceError && [409, 412].includes(error.status)) return false;
  throw error;
}

function spokenOf(where: string, cause: unknown): StorageError {
  if (cause instanceof S3ServiceError) {
    const code = cause.serviceCode ?? String(cause.status);
    const why = MEANINGS[code] ?? `it answered ${cause.status}`;
    const isTheirs = cause.status >= 500 || cause.status === 429;
    return new StorageError(`${where}: ${why} (${code})`, isTheirs ? "unreachable" : "refused", { cause });
  }
  return new StorageError(`${where} cannot be reached: ${codeOf(cause)}`, "unreachable", { cause });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.cause ? codeOf(error.cause) : error.message;
}
