import { describe, expect, it } from "vitest";
import { type AwsSettings, readS3Place } from "#lib/storage/s3-place.ts";

const KEYS: AwsSettings = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "a/b+c=" };
const read = (url: string, aws: AwsSettings = KEYS) => {
  const place = readS3Place(url, aws);
  return place.ok ? place.value : place.failure;
};

describe("the place of a bucket", () => {
  it("is at AWS by its region", () => {
    expect(read("s3://files/contraprova/uat/?region=sa-east-1")).toEqual({
      bucket: "files",
      prefix: "contraprova/uat",
      address: "https://files.s3.sa-east-1.amazonaws.com",
      region: "sa-east-1",
      accessKeyId: "AKIA",
      secretAccessKey: "a/b+c=",
    });
    expect(read("s3://files.of.ours", { ...KEYS, AWS_REGION: "us-east-2" })).toMatchObject({
      prefix: "",
      address: "https://s3.us-east-2.amazonaws.com/files.of.ours",
    });
  });

  it("is elsewhere by its endpoint, with keys of its own", () => {
    expect(read("s3://me:p%2Fq%3D@files/x?endpoint=https://s3.example:9000/")).toMatchObject({
      address: "https://s3.example:9000/files",
      region: "us-east-1",
      accessKeyId: "me",
      secretAccessKey: "p/q=",
    });
    const there = { ...KEYS, AWS_ENDPOINT_URL_S3: "http://minio:9000" };
    expect(read("s3://files", there)).toMatchObject({ address: "http://minio:9000/files" });
    expect(read("s3://files?endpoint=https://other.example", there)).toMatchObject({
      address: "https://other.example/files",
    });
  });

  it.each([
    ["s3://Files", "form"],
    ["s3://f", "form"],
    ["s3:files", "form"],
    ["s3://files:9000/x", "form"],
    ["s3://files/a//b", "form"],
    ["s3://files/.hidden", "form"],
    ["s3://files/x y", "form"],
    ["s3://files?regoin=sa-east-1", "form"],
    ["https://files.example", "form"],
    ["s3://files", "region"],
    ["s3://files?region=SA EAST", "region"],
    ["s3://files?endpoint=ftp://x", "endpoint"],
    ["s3://files?endpoint=minio:9000", "endpoint"],
    ["s3://me@files?region=sa-east-1", "keys"],
    ["s3://me:%zz@files?region=sa-east-1", "keys"],
  ])("%s is none: %s", (url, why) => {
    expect(read(url)).toBe(why);
  });

  it("needs keys that last", () => {
    expect(read("s3://files?region=sa-east-1", {})).toBe("keys");
    const session = { ...KEYS, AWS_SESSION_TOKEN: "short-lived" };
    expect(read("s3://files?region=sa-east-1", session)).toBe("session");
    expect(read("s3://me:x@files?region=sa-east-1", session)).toMatchObject({ accessKeyId: "me" });
  });
});
