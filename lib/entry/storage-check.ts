import "server-only";
import { EnvError, env } from "#lib/env.ts";
import { openStorage } from "#lib/storage/open.ts";
import type { AwsSettings } from "#lib/storage/s3-place.ts";
import { StorageError } from "#lib/storage/storage.ts";

/**
 * For a start: a place for files that refuses us stops it with one line. One that does not answer may be back in a minute,
 * and most of the program does without.
 */
export async function refuseUnusableStorage(
  complain: (line: string) => void,
  settings: AwsSettings & { readonly STORAGE_URL: string } = env(),
): Promise<void> {
  try {
    await openStorage(settings.STORAGE_URL, settings).check();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const line = `STORAGE_URL cannot be used: ${error.message}`;
    if (error.kind === "refused") throw new EnvError(line);
    complain(`${line}; it starts all the same`);
  }
}
