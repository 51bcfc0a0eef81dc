import { randomBytes } from "node:crypto";
import { BODY_MAX_BYTES } from "#lib/entry/body.ts";

export type BrokenBody = { readonly what: string; readonly type: string | null; readonly body: Buffer };

const BOUNDARY = "----contraprova";
const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;
const TEXT = "text/plain;charset=UTF-8";
const DEEP = 10_000;

const part = (name: string, value: string | Buffer, more = "") =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`),
    Buffer.from(value),
    Buffer.from("\r\n"),
  ]);
const form = (...parts: Buffer[]) => Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);

/** What Next's own script sends beside the fields: the action's bound state and where it is. */
const next = (state: string) => [part("_1_$ACTION_ID", "x"), part("0", state)];

/** Bodies that no browser sends, each with what is wrong about it. Sources: quality page, W5. */
const NAMED: readonly BrokenBody[] = [
  { what: "nothing", type: MULTIPART, body: Buffer.alloc(0) },
  { what: "nothing, and no type", type: null, body: Buffer.alloc(0) },
  { what: "a form without an end", type: MULTIPART, body: part("0", '["$K1"]') },
  {
    what: "a form of another boundary",
    type: "multipart/form-data; boundary=other",
    body: form(part("0", "[]")),
  },
  { what: "no boundary", type: "multipart/form-data", body: form(part("0", "[]")) },
  { what: "text", type: TEXT, body: Buffer.from("hello") },
  { what: "a number", type: TEXT, body: Buffer.from("1") },
  { what: "an object", type: TEXT, body: Buffer.from('{"email":"a"}') },
  { what: "no arguments", type: TEXT, body: Buffer.from("[]") },
  { what: "texts for the form", type: TEXT, body: Buffer.from('["idle","not a form"]') },
  { what: "an object for the form", type: TEXT, body: Buffer.from('[{"status":"idle"},{"append":1}]') },
  { what: "a prototype", type: TEXT, body: Buffer.from('[{"__proto__":{"role":"admin"}},{"__proto__":{}}]') },
  { what: "a constructor", type: TEXT, body: Buffer.from('[{"constructor":{"prototype":{"x":1}}},null]') },
  { what: "a promise of nothing", type: MULTIPART, body: form(...next('["$undefined","$@1"]')) },
  {
    what: "a reference in circles",
    type: MULTIPART,
    body: form(part("0", '["$1","$1"]'), part("1", '"$1"')),
  },
  {
    what: "a path into a prototype",
    type: MULTIPART,
    body: form(part("0", '["$1:__proto__:x","$K1"]'), part("1", "{}")),
  },
  {
    what: "a path into a constructor",
    type: MULTIPART,
    body: form(part("0", '["$1:constructor:constructor"]'), part("1", "[]")),
  },
  {
    what: "another action as an argument",
    type: MULTIPART,
    body: form(part("0", '["$F1","$K2"]'), part("1", '{"id":"x","bound":null}')),
  },
  { what: "a blob that is not there", type: MULTIPART, body: form(part("0", '["$B9","$K1"]')) },
  { what: "depth", type: TEXT, body: Buffer.from("[".repeat(DEEP) + "]".repeat(DEEP)) },
  {
    what: "depth in a part",
    type: MULTIPART,
    body: form(part("0", `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`)),
  },
  { what: "a huge number", type: TEXT, body: Buffer.from(`[{"status":"idle"},${"9".repeat(5_000)}]`) },
  { what: "a big integer", type: MULTIPART, body: form(part("0", `["$n${"9".repeat(400)}","$K1"]`)) },
  {
    what: "a name twice",
    type: MULTIPART,
    body: form(part("0", '["$K1"]'), part("_1_x", "a"), part("_1_x", "b")),
  },
  {
    what: "a prototype's name",
    type: MULTIPART,
    body: form(part("0", '[{"status":"idle"},"$K1"]'), part("_1___proto__", "admin")),
  },
  {
    what: "bytes that are no UTF-8",
    type: MULTIPART,
    body: form(part("0", Buffer.from([0x5b, 0xff, 0xfe, 0xc0, 0x5d]))),
  },
  { what: "NUL", type: MULTIPART, body: form(part("0", '[{"status":"idle"},"$K1"]'), part("_1_q", "a\0b")) },
  { what: "a name with a line break", type: MULTIPART, body: form(part('0"\r\nX-Evil: 1\r\n', "x")) },
  {
    what: "a file where a text is due",
    type: MULTIPART,
    body: form(part("0", '[{"status":"idle"},"$K1"]'), part("_1_email", "x", '; filename="a.txt"')),
  },
  { what: "JSON by its type", type: "application/json", body: Buffer.from('[{"status":"idle"}]') },
  { what: "a type of its own", type: "application/x-nothing", body: Buffer.from("x") },
  {
    what: "a plain form",
    type: "application/x-www-form-urlencoded",
    body: Buffer.from("a=1&a=2&__proto__=x&%00=%ff"),
  },
  { what: "one byte too many", type: TEXT, body: Buffer.alloc(BODY_MAX_BYTES + 1, 0x20) },
];

/** The named ones, and after them as many random and cut ones as make up `count`. */
export function brokenBodies(count: number): BrokenBody[] {
  const bodies = NAMED.slice(0, count);
  while (bodies.length < count) {
    const base = NAMED[bodies.length % (NAMED.length - 1)];
    if (!base) break;
    const body = Buffer.from(base.body);
    const cut = body.subarray(0, Math.floor(Math.random() * body.length));
    if (body.length > 0) body[Math.floor(Math.random() * body.length)] = randomBytes(1)[0] ?? 0;
    bodies.push({ ...base, what: `${base.what}, changed`, body });
    if (bodies.length < count) bodies.push({ ...base, what: `${base.what}, cut`, body: cut });
  }
  return bodies;
}
