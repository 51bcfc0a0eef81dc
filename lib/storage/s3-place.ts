import { fail, ok, type Result } from "#lib/result.ts";

/** Where a bucket is and as whom we come. */
export type S3Place = {
  readonly bucket: string;
  /** Before every key, without a slash at either end; may be empty. */
  readonly prefix: string;
  /** With the bucket in it, as the provider wants to be asked. */
  readonly address: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/** The settings that every S3 tool knows; what stands in the URL wins. */
export type AwsSettings = {
  readonly AWS_ACCESS_KEY_ID?: string | undefined;
  readonly AWS_SECRET_ACCESS_KEY?: string | undefined;
  readonly AWS_SESSION_TOKEN?: string | undefined;
  readonly AWS_REGION?: string | undefined;
  readonly AWS_ENDPOINT_URL_S3?: string | undefined;
};

export type S3Wrong =
  /** The URL itself: a name, a parameter or its path. */
  | "form"
  | "endpoint"
  | "region"
  | "keys"
  /** Temporary credentials, which end while a process runs. */
  | "session";

/** Source: AWS, "General purpose bucket naming rules". */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;
const REGION = /^[a-z0-9][a-z0-9-]{0,31}$/;
const PARAMETERS: readonly string[] = ["endpoint", "region"];
/** Those who need none take this one. */
const REGION_OF_OTHERS = "us-east-1";

/**
 * `s3://bucket/prefix?region=sa-east-1` at AWS, `s3://bucket/prefix?endpoint=https://s3.example:9000` elsewhere. The keys are
 * `s3://KEY:SECRET@bucket/…`, each percent-encoded, or those of `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
 */
export function readS3Place(value: string, aws: AwsSettings): Result<S3Place, S3Wrong> {
  const url = URL.parse(value);
  if (url?.protocol !== "s3:" || url.port || url.hash) return fail("form");
  const bucket = url.hostname;
  const prefix = url.pathname.replace(/^\/|\/$/g, "");
  const isNamed = BUCKET.test(bucket) && (prefix === "" || (PREFIX.test(prefix) && !prefix.includes("//")));
  if (!isNamed || [...url.searchParams.keys()].some((name) => !PARAMETERS.includes(name)))
    return fail("form");

  const endpoint = url.searchParams.get("endpoint") ?? aws.AWS_ENDPOINT_URL_S3 ?? null;
  const region = url.searchParams.get("region") ?? aws.AWS_REGION ?? (endpoint ? REGION_OF_OTHERS : "");
  if (!REGION.test(region)) return fail("region");
  const address = endpoint ? addressAt(endpoint, bucket) : addressAtAws(region, bucket);
  if (!address) return fail("endpoint");

  const own = url.username || url.password;
  const accessKeyId = own ? decoded(url.username) : (aws.AWS_ACCESS_KEY_ID ?? "");
  const secretAccessKey = own ? decoded(url.password) : (aws.AWS_SECRET_ACCESS_KEY ?? "");
  if (!accessKeyId || !secretAccessKey) return fail("keys");
  if (!own && aws.AWS_SESSION_TOKEN) return fail("session");
  return ok({ bucket, prefix, address, region, accessKeyId, secretAccessKey });
}

/** The bucket in the path: what every provider and every name of a host takes. */
function addressAt(endpoint: string, bucket: string): string | null {
  const url = URL.parse(endpoint);
  const isOne =
    url && ["https:", "http:"].includes(url.protocol) && !url.username && !url.search && !url.hash;
  return isOne ? `${url.origin}${url.pathname.replace(/\/$/, "")}/${bucket}` : null;
}

/** A certificate of AWS does not cover a bucket's name with dots in it. */
const addressAtAws = (region: string, bucket: string): string =>
  bucket.includes(".")
    ? `https://s3.${region}.amazonaws.com/${bucket}`
    : `https://${bucket}.s3.${region}.amazonaws.com`;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
