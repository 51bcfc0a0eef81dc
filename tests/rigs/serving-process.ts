import { type ChildProcess, fork } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { fileURLToPath } from "node:url";

/** What a serving process is told. */
export type Heard =
  | { readonly kind: "start"; readonly key: string; readonly referenceId: string }
  | { readonly kind: "sweep" | "leave" | "measure" }
  | { readonly kind: "look"; readonly processId: string }
  /** Whether names of hosts are known. */
  | { readonly kind: "names"; readonly areKnown: boolean }
  /** Its clock is set to another time of day. */
  | { readonly kind: "clock"; readonly byMs: number };
/** What it says. */
export type Told =
  | { readonly kind: "ready"; readonly senderId: string }
  | { readonly kind: "acknowledged" | "ended"; readonly key: string; readonly id: string }
  | { readonly kind: "refused"; readonly key: string; readonly code: string }
  | { readonly kind: "threw"; readonly key: string; readonly message: string }
  | { readonly kind: "swept"; readonly count: number }
  | { readonly kind: "looked"; readonly ms: number; readonly isOk: boolean }
  | ({ readonly kind: "measured" } & Footprint);

/** What a process holds, once what nobody holds any more is gone. */
export type Footprint = { readonly sockets: number; readonly handles: number; readonly heapBytes: number };

export type Serving = {
  readonly pid: number;
  readonly senderId: string;
  readonly told: EventEmitter<{ told: [Told] }>;
  tell(heard: Heard): void;
  /** Resolves when it has ended everything that it found, or when it died over it. */
  sweep(): Promise<number | null>;
  signal(name: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
  /** Resolves with the signal that ended it, or null. */
  readonly gone: Promise<NodeJS.Signals | null>;
  isAlive(): boolean;
  leave(): Promise<void>;
};

export type ServingOptions = {
  readonly settings: Readonly<Record<string, string>>;
  readonly analyst: { readonly id: string; readonly sessionId: string };
  readonly failPoint?: string;
  readonly limits?: ServingLimits;
};
/** Of the client, shorter than the program's own: for rigs that wait for them all day. */
export type ServingLimits = { readonly createMs: number; readonly readMs: number };

/** What is set here is no part of a rig: a process starts from its settings alone. */
const { PATH, NODE_ENV } = process.env;
const NOTHING_ELSE = { PATH, NODE_ENV };
const FILE = fileURLToPath(new URL("serving.ts", import.meta.url));

/** Starts a serving process and waits until it serves. */
export async function startServing(options: ServingOptions): Promise<Serving> {
  const { settings, analyst, failPoint, limits } = options;
  const child: ChildProcess = fork(FILE, [JSON.stringify({ analyst, limits })], {
    execArgv: ["--conditions=react-server"],
    env: { ...NOTHING_ELSE, ...settings, ...(failPoint ? { CONTRAPROVA_FAIL_POINT: failPoint } : {}) },
  });
  const told = new EventEmitter<{ told: [Told] }>();
  child.on("message", (message: Told) => void told.emit("told", message));
  const gone = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once("exit", (_code, signal) => resolve(signal));
  });
  const [first] = await Promise.race([
    once(told, "told") as Promise<[Told]>,
    gone.then((): never => {
      throw new Error("the serving process ended before it served: its own lines say why");
    }),
  ]);
  if (first.kind !== "ready" || child.pid === undefined) throw new Error("the serving process did not start");
  // What was told to a process that is being killed is lost with it, as a person's click is.
  const tell = (heard: Heard): void => void (child.connected && child.send(heard, () => {}));
  return {
    pid: child.pid,
    senderId: first.senderId,
    told,
    tell,
    async sweep() {
      let listen: (one: Told) => void = () => {};
      const answered = new Promise<number>((resolve, reject) => {
        listen = (one) => {
          if (one.kind === "swept") resolve(one.count);
          if (one.kind === "threw" && one.key === "") reject(new Error(`the sweep threw: ${one.message}`));
        };
      });
      told.on("told", listen);
      tell({ kind: "sweep" });
      return Promise.race([answered, gone.then(() => null)]).finally(() => told.off("told", listen));
    },
    signal: (name) => void child.kill(name),
    gone,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async leave() {
      tell({ kind: "leave" });
      await gone;
    },
  };
}
