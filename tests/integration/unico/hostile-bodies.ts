import { gzipSync } from "node:zlib";
import { http, type Wire } from "./hostile-server.ts";

/** What the rule table makes of it. */
export type Class = "done" | "unreadable" | "reset" | "timeout" | "server_error" | "refused";
export type Hostile = { readonly name: string; readonly wire: Wire; readonly expected: Class };

const ID = "00000000-0000-4000-8000-000000000001";
const noMatch = {
  id: ID,
  status: 3,
  biometryToken: { result: "false" },
  identityFraudsters: { result: "yes" },
  liveness: 2,
};
const valid = JSON.stringify({
  id: ID,
  status: 3,
  identityFraudsters: { result: "inconclusive" },
  biometryToken: { result: "true" },
  liveness: 1,
});

/** Numbers from a seed, the same in every run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Written a second time, with JSON.parse alone: what a text has to be to be read. */
function classOf(bytes: Buffer): Class {
  try {
    const body = JSON.parse(bytes.toString("utf8").replace(/^\ufeff/, ""));
    return typeof body?.id === "string" && body.id.trim() !== "" ? "done" : "unreadable";
  } catch {
    return "unreadable";
  }
}
const given = (
  name: string,
  bytes: Buffer | string,
  headers: Record<string, string> = {},
  expected?: Class,
): Hostile => ({
  name,
  wire: http(200, bytes, headers),
  expected: expected ?? classOf(Buffer.from(bytes)),
});
const times = (count: number, make: (index: number) => Hostile): Hostile[] =>
  Array.from({ length: count }, (_, index) => make(index));

function bitFlips(count: number): Hostile[] {
  const next = numbersFrom(20_261_122);
  return times(count, (index) => {
    const bytes = Buffer.from(valid);
    for (let flips = 1 + next(8); flips > 0; flips -= 1) {
      const at = next(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << next(8));
    }
    return given(`bit flips ${index}`, bytes);
  });
}

const cuts = (): Hostile[] => times(60, (index) => given(`cut at ${index * 2}`, valid.slice(0, index * 2)));

/** A name twice in one object, in every place that decides, with either value first and in either spelling. */
function twice(): Hostile[] {
  const pairs = [
    ['"status":5', '"status":3'],
    ['"liveness":2', '"liveness":1'],
    ['"biometryToken":{"result":"false"}', '"biometryToken":{"result":"true"}'],
    ['"biometry\\u0054oken":{"result":"false"}', '"biometryToken":{"result":"true"}'],
    ['"identityFraudsters":{"result":"yes"}', '"identityFraudsters":{"result":"inconclusive"}'],
    ['"id":"another"', `"id":"${ID}"`],
    ['"result":"false"', '"result":"true"'],
    ['"r\\u0065sult":"yes"', '"result":"inconclusive"'],
  ];
  return pairs.flatMap(([bad = "", good = ""]) =>
    [`${bad},${good}`, `${good},${bad}`, `${good} ,\n ${bad}`, `${bad},"x":1,${good}`, `${good},${good}`].map(
      (both) => given(`twice: ${both}`, valid.replace(good, both), {}, "unreadable"),
    ),
  );
}

const nest = (depth: number, open: string, close: string, inner = "1"): string =>
  open.repeat(depth) + inner + close.repeat(depth);

const deep = (): Hostile[] =>
  [100, 10_000, 100_000].flatMap((depth) =>
    ["id", "status", "biometryToken", "identityFraudsters", "unicoId", "liveness", "x"].flatMap((member) => [
      given(
        `${member} in ${depth} lists`,
        `{"id":"${ID}","status":3,"${member}":${nest(depth, "[", "]")}}`,
        {},
        "unreadable",
      ),
      given(
        `${member} in ${depth} objects`,
        `{"id":"${ID}","${member}":${nest(depth > 10_000 ? 50_000 : depth, '{"result":', "}")}}`,
        {},
        "unreadable",
      ),
    ]),
  );

const numbers = (): Hostile[] =>
  [
    "1e400",
    "-1e400",
    "3e0",
    "3.0000000000000000000001",
    "9".repeat(50_000),
    `0.${"0".repeat(50_000)}1`,
    "-0",
    "1E+308",
    "0x3",
    "03",
    "NaN",
    "Infinity",
    "+3",
    "3.",
  ].flatMap((number) =>
    ["status", "liveness", "score"].map((member) =>
      given(
        `${member} ${number.slice(0, 12)}`,
        `{"id":"${ID}","${member}":${number},"biometryToken":{"result":${number}}}`,
      ),
    ),
  );

function charsets(): Hostile[] {
  const utf16 = Buffer.from(valid, "utf16le");
  const accented = valid.replace("inconclusive", "inconclusão");
  const types = ["utf-16", "iso-8859-1", "utf-7", "windows-1252", "x-nothing", ""].map((name) => ({
    "content-type": `application/json; charset=${name}`,
  }));
  return types.flatMap((type, index) => [
    given(`a mark before it ${index}`, `\ufeff${valid}`, type),
    given(`UTF-16 ${index}`, utf16, type),
    given(`UTF-16, other end first ${index}`, Buffer.from(utf16).swap16(), type),
    given(`Latin-1 ${index}`, Buffer.from(accented, "latin1"), type),
    given(
      `broken UTF-8 ${index}`,
      Buffer.concat([Buffer.from(valid.slice(0, -1)), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from("}")]),
      type,
    ),
    given(`two marks ${index}`, `\ufeff\ufeff${valid}`, type),
  ]);
}

/** 16 MB of nothing, sixty times: 960 MB in under a megabyte. */
const bomb = Buffer.concat(Array<Buffer>(60).fill(gzipSync(Buffer.alloc(16_000_000), { level: 9 })));

const packed = (): Hostile[] => [
  ...["gzip", "x-gzip", "deflate", "br", "zstd", "gzip, gzip", "nonsense"].flatMap((coding) => [
    given(
      `a bomb said to be ${coding}`,
      bomb,
      { "content-encoding": coding },
      bomb.length > 1_000_000 ? "unreadable" : undefined,
    ),
    given(`small and ${coding}`, gzipSync(valid), { "content-encoding": coding }),
    // Plain text under a wrong label is still what it is.
    given(`plain, said to be ${coding}`, valid, { "content-encoding": coding }),
  ]),
  given("packed transfer", gzipSync(valid), { "transfer-encoding": "gzip, chunked" }, "reset"),
];

const statuses = (): Hostile[] => {
  const bodies = [
    "",
    valid,
    JSON.stringify(noMatch),
    "<html>",
    nest(10_000, "[", "]"),
    '{"error":{"code":"510","code":"10700"}}',
    `{"error":{"code":"${"9".repeat(100_000)}"}}`,
  ];
  return [
    300, 301, 302, 303, 307, 308, 400, 404, 405, 408, 409, 410, 413, 415, 499, 500, 501, 502, 503, 504, 599,
    600, 999,
  ].flatMap((status) =>
    bodies.map((body, index) => ({
      name: `${status} with body ${index}`,
      wire: http(status, body, { location: "/elsewhere" }),
      expected:
        status >= 400 && status < 500 && status !== 408 && status !== 499
          ? ("refused" as const)
          : ("server_error" as const),
    })),
  );
};

export const hostileBodies = (): Hostile[] => [
  ...bitFlips(160),
  ...cuts(),
  ...twice(),
  ...deep(),
  ...numbers(),
  ...charsets(),
  ...packed(),
  ...statuses(),
];
