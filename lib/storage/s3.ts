import "server-only";
import { tryOut } from "./checked.ts";
import { openBucket } from "./s3-bucket.ts";
import type { S3Place } from "./s3-place.ts";
import { assertKey, type Storage } from "./storage.ts";

/**
 * Files in a bucket of AWS or of whoever speaks S3. A large file goes up in parts and stands there only when all are
 * there; parts of an upload whose process was killed stay unseen until a lifecycle rule of the bucket removes them.
 */
export function s3Storage(place: S3Place): Storage {
  const bucket = openBucket(place);
  const checked = <A extends unknown[], T>(work: (key: string, ...rest: A) => Promise<T>) => {
    return async (key: string, ...rest: A): Promise<T> => {
      assertKey(key);
      return work(key, ...rest);
    };
  };
  const storage: Omit<Storage, "check"> = {
    put: checked(bucket.put),
    get: checked(bucket.get),
    putStream: checked(bucket.putStream),
    getStream: checked(bucket.getStream),
    remove: checked(bucket.remove),
  };
  return { ...storage, check: () => tryOut(storage) };
}
