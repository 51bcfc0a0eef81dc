import { randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";

/** What Unico may do with a request that it holds. */
export type Deed =
  | "match"
  | "no_match"
  | "flagged"
  | "working"
  | "status5"
  | "refuse"
  | "token"
  | "busy"
  | "error"
  | "lose";

/** How a process stands at Unico. `working` ends when the script says so. */
export type Truth = "match" | "no_match" | "flagged" | "working" | "status5";

const SIGNALS = {
  match: ["true", "inconclusive"],
  no_match: ["false", "inconclusive"],
  flagged: ["true", "yes"],
} as const;

function bodyOf(id: string, truth: Truth): object {
  if (truth === "working") return { id, status: 1 };
  if (truth === "status5") return { id, status: 5 };
  const [same, alert] = SIGNALS[truth];
  return { id, status: 3, biometryToken: { result: same }, identityFraudsters: { result: alert } };
}

/** A Unico over real HTTP that holds every creation until it is told what to do, and counts what reached it. */
export async function startScriptedUnico() {
  const held = new Map<string, ServerResponse>();
  const arrivals = new Map<string, number>();
  const processes = new Map<string, { intent: string; truth: Truth }>();
  const waiting = new Map<string, () => void>();

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const id = /^\/processes\/v1\/([0-9a-f-]{36})$/.exec(request.url ?? "")?.[1];
    if (id) {
      const found = processes.get(id);
      if (!found) return void response.writeHead(404).end();
      if (found.truth === "status5") return void response.writeHead(410).end();
      return void response.end(JSON.stringify(bodyOf(id, found.truth)));
    }
    const intent: string = JSON.parse(Buffer.concat(chunks).toString("utf8")).subject.clientReference;
    held.set(intent, response);
    arrivals.set(intent, (arrivals.get(intent) ?? 0) + 1);
    waiting.get(intent)?.();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;

  return {
    url,
    arrivalsOf: (intent: string): number => arrivals.get(intent) ?? 0,
    /** Resolves with the next arrival of that intent. */
    nextArrival: (intent: string): Promise<void> =>
      new Promise((resolve) => {
        waiting.set(intent, () => {
          waiting.delete(intent);
          resolve();
        });
      }),
    /** Ends the held request; the id of the process that it made, where it made one. */
    act(intent: string, deed: Deed): string | null {
      const response = held.get(intent);
      if (!response) throw new Error("nothing is held of this intent");
      held.delete(intent);
      switch (deed) {
        case "lose":
          response.destroy();
          return null;
        case "error":
          response.writeHead(500).end('{"error":{"code":"510","description":""}}');
          return null;
        case "refuse":
          response.writeHead(400).end('{"error":{"code":"20507","description":""}}');
          return null;
        case "token":
          response.writeHead(403).end('{"error":{"code":"10502","description":""}}');
          return null;
        case "busy":
          response.writeHead(429, { "retry-after": "0" }).end();
          return null;
        default: {
          const id = randomUUID();
          processes.set(id, { intent, truth: deed });
          response.end(JSON.stringify(bodyOf(id, deed)));
          return id;
        }
      }
    },
    finish(processId: string, truth: Truth): void {
      const found = processes.get(processId);
      if (found) processes.set(processId, { ...found, truth });
    },
    forget(intents: readonly string[]): void {
      for (const intent of intents) {
        held.get(intent)?.destroy();
        held.delete(intent);
      }
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
export type ScriptedUnico = Awaited<ReturnType<typeof startScriptedUnico>>;
