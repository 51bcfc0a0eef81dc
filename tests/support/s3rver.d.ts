declare module "s3rver" {
  import type { RequestListener } from "node:http";

  /** What the tests use of it; the package has no types. */
  export default class S3rver {
    constructor(options: {
      directory: string;
      silent: boolean;
      configureBuckets: { name: string; configs: string[] }[];
    });
    configureBuckets(): Promise<void>;
    store: { listObjects(...given: unknown[]): Promise<{ isTruncated: boolean }> };
    callback(): RequestListener;
  }
}
