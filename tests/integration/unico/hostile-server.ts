import { createServer, type Socket } from "node:net";
import { ok } from "#lib/result.ts";
import { createUnico, type Unico, type UnicoDeps } from "#lib/unico/client.ts";
import { settings } from "#tests/unit/unico/mock-unico.ts";

/** What goes over the wire: bytes at once, or whatever a function does with the connection. */
export type Wire = Buffer | ((socket: Socket) => void);

export type HostileServer = {
  /** What the next requests get. */
  answer: Wire;
  /** Requests since the last look, by their first line. */
  takeRequests(): string[];
  client(deps?: UnicoDeps): Unico;
  stop(): Promise<void>;
};

/** A server that speaks below HTTP: it answers every request with what it was given, right or wrong. */
export async function startHostileServer(): Promise<HostileServer> {
  let requests: string[] = [];
  const sockets = new Set<Socket>();
  const unicos: Unico[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      const end = received.indexOf("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (end < 0 || received.length < end + 4 + length) return;
      requests.push(received.slice(0, received.indexOf("\r\n")));
      received = "";
      if (typeof self.answer === "function") self.answer(socket);
      else socket.end(self.answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const self: HostileServer = {
    answer: Buffer.alloc(0),
    takeRequests() {
      const taken = requests;
      requests = [];
      return taken;
    },
    client(deps = {}) {
      const unico = createUnico(
        { ...settings, authUrl: url, idUrl: url, cadastroUrl: url },
        {
          tokens: { get: async () => ok("a-token"), held: () => "a-token", invalidate: () => {} },
          sleep: async () => {},
          random: () => 0,
          ...deps,
        },
      );
      unicos.push(unico);
      return unico;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(unicos.map((unico) => unico.close()));
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}

/** A whole answer, its length as it is unless a header says otherwise. */
export function http(status: number, body: Buffer | string, headers: Record<string, string> = {}): Buffer {
  const bytes = Buffer.from(body);
  const all: Record<string, string> = {
    "content-type": "application/json",
    "content-length": String(bytes.length),
    connection: "close",
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} X\r\n${lines.join("\r\n")}\r\n\r\n`, "latin1"),
    bytes,
  ]);
}
