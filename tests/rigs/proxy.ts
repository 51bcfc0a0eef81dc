import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** up: from the program to the server. down: back. */
export type Direction = "up" | "down";

/** What the network does; `afterBytes` counts from the moment it begins, over all connections of that direction. */
export type NetworkFault =
  | { readonly kind: "refuse" | "close" | "reset_at_once" | "mute" }
  | {
      readonly kind: "reset" | "cut" | "stall";
      readonly direction: Direction;
      readonly afterBytes: number;
    }
  | { readonly kind: "delay"; readonly direction: Direction; readonly ms: number }
  | { readonly kind: "slice"; readonly direction: Direction; readonly bytes: number };

export type FaultProxy = {
  readonly port: number;
  /** The same address by way of this proxy. */
  via(url: string): string;
  /** Where it leads from now on. */
  lead(port: number): void;
  /** Begins a fault, or ends it with null; connections that it struck stay as they are until they are closed. */
  begin(fault: NetworkFault | null): Promise<void>;
  /** How often the fault struck since it began. */
  strikes(): number;
  /** Breaks what is open. */
  breakAll(): void;
  end(): Promise<void>;
};

/** A slice is followed by a pause, or the system would put them together again. */
const SLICE_PAUSE_MS = 1;
const HOST = "127.0.0.1";

/** A socket that is being shut down cannot be reset any more: Node would keep it for good. */
const reset = (socket: net.Socket): void =>
  void (socket.writableEnded ? socket.destroy() : socket.resetAndDestroy());

/** A small network that fails on demand, between the program and one server on this machine. */
export async function openProxy(targetPort: number): Promise<FaultProxy> {
  let target = targetPort;
  let fault: NetworkFault | null = null;
  let struck = 0;
  let passed = { up: 0, down: 0 };
  const open = new Set<net.Socket>();

  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    keep(client);
    if (fault?.kind === "close" || fault?.kind === "reset_at_once") {
      struck += 1;
      if (fault.kind === "close") client.destroy();
      else reset(client);
      return;
    }
    // Accepted, and never a byte: what a dead machine behind a living load balancer looks like.
    if (fault?.kind === "mute") {
      struck += 1;
      return;
    }
    const upstream = net.connect({ host: HOST, port: target, allowHalfOpen: true, noDelay: true });
    keep(upstream);
    upstream.once("error", () => reset(client));
    void pump(client, upstream, "up");
    void pump(upstream, client, "down");
  });

  function keep(socket: net.Socket): void {
    open.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => open.delete(socket));
  }

  async function pump(from: net.Socket, to: net.Socket, direction: Direction): Promise<void> {
    try {
      for await (const chunk of from) if (!(await pass(from, to, direction, chunk))) return;
      to.end();
    } catch {
      to.destroy();
    }
  }

  /** False where this connection goes no further. */
  async function pass(
    from: net.Socket,
    to: net.Socket,
    direction: Direction,
    chunk: Buffer,
  ): Promise<boolean> {
    const now = fault;
    const before = passed[direction];
    passed[direction] += chunk.length;
    if (!now || !("direction" in now) || now.direction !== direction) return write(to, chunk);
    if (now.kind === "delay") {
      struck += 1;
      await sleep(now.ms);
      return write(to, chunk);
    }
    if (now.kind === "slice") {
      struck += 1;
      for (let at = 0; at < chunk.length; at += now.bytes) {
        write(to, chunk.subarray(at, at + now.bytes));
        await sleep(SLICE_PAUSE_MS);
      }
      return true;
    }
    if (before + chunk.length <= now.afterBytes) return write(to, chunk);
    const left = chunk.subarray(0, Math.max(0, now.afterBytes - before));
    if (left.length > 0) await new Promise((done) => to.write(left, done));
    struck += 1;
    if (now.kind === "stall") await new Promise(() => {});
    for (const socket of [to, from]) {
      if (now.kind === "reset") reset(socket);
      else socket.destroySoon();
    }
    return false;
  }

  const write = (to: net.Socket, chunk: Buffer): boolean => {
    to.write(chunk);
    return true;
  };
  const breakAll = (): void => {
    for (const socket of open) reset(socket);
  };
  const listen = (port: number) =>
    new Promise<void>((done, failed) => {
      server.once("error", failed).listen(port, HOST, () => {
        server.off("error", failed);
        done();
      });
    });
  const unlisten = () => new Promise<void>((done) => server.close(() => done()));

  await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    port,
    via(url) {
      const through = new URL(url);
      through.hostname = HOST;
      through.port = String(port);
      return through.toString().replace(/\/$/, "");
    },
    lead(next) {
      target = next;
    },
    async begin(next) {
      const wasRefusing = fault?.kind === "refuse";
      fault = next;
      struck = 0;
      passed = { up: 0, down: 0 };
      if (next?.kind === "refuse" && !wasRefusing) {
        const closed = unlisten();
        breakAll();
        await closed;
      } else if (wasRefusing && next?.kind !== "refuse") await listen(port);
    },
    strikes: () => struck,
    breakAll,
    async end() {
      const closed = server.listening ? unlisten() : Promise.resolve();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
