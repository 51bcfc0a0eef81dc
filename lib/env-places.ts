import { type AwsSettings, readS3Place, type S3Wrong } from "#lib/storage/s3-place.ts";

const S3_WANTS: Readonly<Record<S3Wrong, string>> = {
  form: "s3://bucket/prefix, in lower case, with no parameters but region and endpoint",
  endpoint: "an endpoint that begins with https:// or http://",
  region: "the bucket's region as ?region=… or AWS_REGION",
  keys: "a key as s3://KEY:SECRET@bucket/…, percent-encoded, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  session: "a key that lasts: AWS_SESSION_TOKEN says that this one ends while the program runs",
};

type Places = AwsSettings & {
  readonly STORAGE_URL?: string | undefined;
  readonly AUDIT_CHECKPOINT_URL?: string | undefined;
};

/** What an `s3:` lacks, for which other settings count too. */
export function refusalOfPlaces(settings: Places): string | null {
  for (const name of ["STORAGE_URL", "AUDIT_CHECKPOINT_URL"] as const) {
    const url = settings[name];
    const place = url?.startsWith("s3:") ? readS3Place(url, settings) : null;
    if (place && !place.ok) return `${name} is wrong: give ${S3_WANTS[place.failure]}`;
  }
  return null;
}
