import { EventEmitter, once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import S3rver from "s3rver";
import type { S3Place } from "#lib/storage/s3-place.ts";
import { isSignedBy } from "./s3-signature.ts";
import { openTemporaryFolder } from "./temporary-folder.ts";

/** The only account that s3rver knows. */
const ACCOUNT = "S3RVER";
const BUCKET = "contraprova-test";

export type S3Asked = { readonly method: string; readonly path: string };

/** A real S3 server of this machine with one bucket, everything that it is asked, and a way to make it fail. */
export async function openS3() {
  const directory = openTemporaryFolder("s3");
  const s3 = new S3rver({ directory, silent: true, configureBuckets: [{ name: BUCKET, configs: [] }] });
  await s3.configureBuckets();
  const { store } = s3;
  const list = store.listObjects.bind(store);
  // It would make a token for the next page with DES, which OpenSSL has no longer; nobody here asks for one.
  store.listObjects = async (...given) => ({ ...(await list(...given)), isTruncated: false });
  const handle = s3.callback();
  const asked: S3Asked[] = [];
  const trouble = new EventEmitter();
  const server = http.createServer((request, response) => {
    asked.push({ method: request.method ?? "", path: request.url ?? "" });
    if (trouble.emit("request", request, response)) return;
    if (isSignedBy(request, ACCOUNT, ACCOUNT)) return handle(request, response);
    response.writeHead(403, { "content-type": "application/xml" });
    response.end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const place = (overrides: Partial<S3Place> = {}): S3Place => ({
    bucket: BUCKET,
    prefix: "of/tests",
    address: `${endpoint}/${BUCKET}`,
    region: "us-east-1",
    accessKeyId: ACCOUNT,
    secretAccessKey: ACCOUNT,
    ...overrides,
  });
  return {
    asked,
    bucket: BUCKET,
    directory,
    endpoint,
    place,
    url: (prefix: string) => `s3://${ACCOUNT}:${ACCOUNT}@${BUCKET}/${prefix}?endpoint=${endpoint}`,
    /** Answers instead of the server until the function that it gives is called. */
    instead(answer: http.RequestListener): () => void {
      trouble.on("request", answer);
      return () => trouble.off("request", answer);
    },
    pass: handle,
    async end(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      fs.rmSync(directory, { recursive: true });
    },
  };
}
export type S3 = Awaited<ReturnType<typeof openS3>>;
