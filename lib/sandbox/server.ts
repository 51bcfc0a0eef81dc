import type { KeyObject } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import { answerControl } from "./control.ts";
import type { SandboxCredentials } from "./credentials.ts";
import type { Webhook } from "./notices.ts";
import { answerProtocol } from "./protocol.ts";
import { closeState, createState } from "./state.ts";
import type { SandboxSwitches } from "./switches.ts";

export type SandboxOptions = Partial<SandboxSwitches> & {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly controlPort?: number;
  readonly host?: string;
  /** Keeps the credentials and the ledger over restarts. */
  readonly dataDir?: string;
  readonly retiredKeys?: readonly KeyObject[];
  /** Where it says that a process is finished; nowhere unless set. */
  readonly webhook?: Webhook | null;
  /** Unix milliseconds. */
  readonly nowMs?: () => number;
};

export type Sandbox = {
  /** The three hosts of Unico, told apart by path. */
  readonly authUrl: string;
  readonly idUrl: string;
  readonly cadastroUrl: string;
  readonly controlUrl: string;
  readonly credentials: SandboxCredentials;
  stop(): Promise<void>;
};

/**
 * Starts a local Unico: token service and both contracts on one port, control and ledger on another.
 * Rejects with the system's error when a port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? "127.0.0.1";
  const state = createState({
    switches: options,
    dataDir: options.dataDir,
    retiredKeys: options.retiredKeys ?? [],
    nowMs: options.nowMs ?? Date.now,
    webhook: options.webhook ?? null,
  });
  let ownUrl = "";
  const protocol = createServer((request, response) => {
    answerProtocol(state, request, response, ownUrl).catch(() => response.destroy());
  });
  try {
    ownUrl = await listen(protocol, host, options.port ?? 0);
  } catch (error) {
    closeState(state);
    throw error;
  }
  const onControl: RequestListener = (request, response) => {
    answerControl(state, request, response).catch(() => response.destroy());
  };
  const control = createServer(onControl);
  try {
    const controlUrl = await listen(control, host, options.controlPort ?? 0);
    return {
      authUrl: ownUrl,
      idUrl: ownUrl,
      cadastroUrl: ownUrl,
      controlUrl,
      credentials: state.credentials,
      stop: async () => {
        state.notices.ending.abort();
        await Promise.all([close(protocol), close(control)]);
        closeState(state);
      },
    };
  } catch (error) {
    await close(protocol);
    closeState(state);
    throw error;
  }
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(`http://${host}:${typeof address === "object" && address ? address.port : port}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
