import "server-only";
import { type AwsSettings, readS3Place } from "#lib/storage/s3-place.ts";
import { type Checkpoints, folderCheckpoints } from "./checkpoint.ts";
import { bucketCheckpoints } from "./checkpoint-bucket.ts";

/** The place that `AUDIT_CHECKPOINT_URL` names, `file:` or `s3:`; the settings were checked when they were read. */
export function openCheckpoints(
  settings: AwsSettings & { readonly AUDIT_CHECKPOINT_URL: string },
): Checkpoints {
  const { AUDIT_CHECKPOINT_URL: url } = settings;
  if (!url.startsWith("s3:")) return folderCheckpoints(url);
  const place = readS3Place(url, settings);
  if (!place.ok) throw new Error(`AUDIT_CHECKPOINT_URL was taken and is no place: ${place.failure}`);
  return bucketCheckpoints(place.value);
}
