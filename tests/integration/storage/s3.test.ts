import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStorage } from "#lib/storage/open.ts";
import { s3Storage } from "#lib/storage/s3.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { openS3, type S3 } from "#tests/support/s3.ts";
import { itKeepsFiles, pieces, wholeOf } from "#tests/support/storage-contract.ts";

/** One part and a rest. */
const LARGE_BYTES = 9_000_000;
const PART_BYTES = 8 * 1024 * 1024;

let s3: S3;
let storage: Storage;
beforeAll(async () => {
  s3 = await openS3();
  storage = openStorage(s3.url("files"), {});
});
afterAll(() => s3.end());

const failing = (over: Parameters<S3["place"]>[0]) => s3Storage(s3.place(over)).check();

describe("files in a bucket", () => {
  itKeepsFiles(() => storage, { largeBytes: LARGE_BYTES });

  it("keeps them below its prefix, out of sight of another", async () => {
    await storage.put("exports/here", Buffer.from("x"));
    const asked = s3.asked.at(-1);
    expect(asked?.path).toBe(`/${s3.bucket}/files/exports/here`);
    expect(await openStorage(s3.url("other"), {}).get("exports/here")).toBeNull();
  });

  it("sends a large file in parts and a small one at once", async () => {
    const before = s3.asked.length;
    await storage.putStream("exports/parts", pieces(randomBytes(PART_BYTES + 1)));
    const methods = s3.asked.slice(before).map(({ method, path }) => `${method} ${path.split("?")[1] ?? ""}`);
    expect(methods.map((line) => line.replace(/uploadId=[^&]+/, "uploadId=…"))).toEqual([
      "POST uploads=",
      ...[1, 2].map((part) => `PUT partNumber=${part}&uploadId=…`),
      "POST uploadId=…",
    ]);
    const after = s3.asked.length;
    await storage.putStream("exports/small", pieces(randomBytes(PART_BYTES - 1)));
    expect(s3.asked.slice(after).map(({ method }) => method)).toEqual(["PUT"]);
  });

  it("gives an upload up whose source breaks off", async () => {
    async function* breaking() {
      yield randomBytes(PART_BYTES + 1);
      throw new Error("the rows ended early");
    }
    await expect(storage.putStream(`exports/${randomUUID()}`, breaking())).rejects.toThrow();
    expect(s3.asked.at(-1)?.method).toBe("DELETE");
    expect(s3.asked.at(-1)?.path).toContain("uploadId=");
  });

  it("asks again where the other side failed for a moment, with the same bytes", async () => {
    let refused = 0;
    const stop = s3.instead((request, response) => {
      if (refused >= 2) return s3.pass(request, response);
      refused += 1;
      if (refused === 1) return request.socket.destroy();
      response.writeHead(503).end();
    });
    await storage.put("exports/again", Buffer.from("in the end"));
    stop();
    expect([refused, (await storage.get("exports/again"))?.toString()]).toEqual([2, "in the end"]);
  });

  it("follows no redirect to where nobody said that files are kept", async () => {
    const asked: string[] = [];
    const elsewhere = http.createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end();
    });
    await once(elsewhere.listen(0, "127.0.0.1"), "listening");
    const { port } = elsewhere.address() as AddressInfo;
    const stop = s3.instead((_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end();
    });
    await expect(storage.put("exports/led-away", Buffer.from("x"))).rejects.toThrow();
    stop();
    elsewhere.close();
    expect(asked).toEqual([]);
  });

  it("tells of a file that breaks off while it is read", async () => {
    await storage.put("exports/broken", randomBytes(1_000_000));
    const stop = s3.instead((request, response) => {
      if (request.method === "HEAD") return s3.pass(request, response);
      response.writeHead(200, { "content-length": "1000000" });
      response.write(randomBytes(1_000), () => request.socket.destroy());
    });
    const reading = storage.getStream("exports/broken").then(wholeOf);
    await expect(reading).rejects.toMatchObject({ name: "StorageError", kind: "unreachable" });
    stop();
  });
});

describe("a bucket that cannot be used is told of in one line", () => {
  it.each([
    [
      "an unknown key",
      { accessKeyId: "AKIAUNKNOWN" },
      /the access key is not known there \(InvalidAccessKeyId\)$/,
    ],
    ["a wrong secret", { secretAccessKey: "wrong" }, /the secret key is wrong \(SignatureDoesNotMatch\)$/],
  ])("%s", async (_, over, line) => {
    await expect(failing(over)).rejects.toMatchObject({
      name: "StorageError",
      kind: "refused",
      message: expect.stringMatching(line),
    });
  });

  it("a bucket that is not there, which holds no missing file either", async () => {
    const place = s3.place({ bucket: "none", address: `${s3.endpoint}/none-of-this-name` });
    const gone = s3Storage(place);
    const line = `the bucket none at ${new URL(s3.endpoint).host}: there is no such bucket (NoSuchBucket)`;
    await expect(gone.check()).rejects.toThrow(line);
    await expect(gone.get("a")).rejects.toThrow(line);
    await expect(gone.getStream("a")).rejects.toThrow(line);
    await expect(gone.put("a", Buffer.from("x"))).rejects.toThrow(line);
  });

  it("a host that is down", async () => {
    const down = await openS3();
    await down.end();
    const host = new URL(down.endpoint).host;
    await expect(failing(down.place())).rejects.toMatchObject({
      kind: "unreachable",
      message: `the bucket contraprova-test at ${host} cannot be reached: ECONNREFUSED`,
    });
  });

  it("a server that answers with something else", async () => {
    const stop = s3.instead((_, response) => response.writeHead(200).end("<html>Welcome</html>"));
    await expect(storage.check()).rejects.toThrow("what was put there is not what is read");
    stop();
  });
});
