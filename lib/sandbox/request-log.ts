import { join } from "node:path";
import { createRing, type Ring } from "./kept.ts";
import { appendOnly } from "./lines.ts";
import type { RequestFact } from "./requests.ts";

/** Every request that came: the newest to be asked for, all of them in a file, whatever was answered. */
export type RequestLog = Ring<RequestFact> & { close(): void };

const REQUESTS_KEPT = 100_000;

/** With a directory it is appended to `requests.jsonl` there before anything is answered. */
export function openRequestLog(dataDir: string | undefined): RequestLog {
  const ring = createRing<RequestFact>(REQUESTS_KEPT);
  const file = dataDir === undefined ? null : appendOnly(join(dataDir, "requests.jsonl"));
  return {
    get total() {
      return ring.total;
    },
    push(fact) {
      file?.push(JSON.stringify(withoutCpfs(fact)));
      ring.push(fact);
    },
    list: ring.list,
    close: () => file?.close(),
  };
}

/** Whoever misuses a path or a client reference may write one there. */
const LIKE_CPF = /(?<!\w)\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\w)/g;

function withoutCpfs(fact: RequestFact): RequestFact {
  const { path, clientReference } = fact;
  const masked = (text: string) => text.replaceAll(LIKE_CPF, "***");
  return {
    ...fact,
    path: masked(path),
    clientReference: clientReference === null ? null : masked(clientReference),
  };
}
