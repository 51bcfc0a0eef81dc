import "server-only";
import { fileStorage } from "./file.ts";
import { s3Storage } from "./s3.ts";
import { type AwsSettings, readS3Place } from "./s3-place.ts";
import type { Storage } from "./storage.ts";

/** The place that `STORAGE_URL` names, `file:` or `s3:`; the settings were checked when they were read. */
export function openStorage(url: string, aws: AwsSettings): Storage {
  if (!url.startsWith("s3:")) return fileStorage(url);
  const place = readS3Place(url, aws);
  if (!place.ok) throw new Error(`STORAGE_URL was taken and is no place: ${place.failure}`);
  return s3Storage(place.value);
}
