import type { Reply } from "./reply.ts";
import type { SandboxState } from "./state.ts";

export type ControlRequest = {
  /** What stands for {id} in the route, a UUID in lower case; empty where the route has none. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: string;
};

/** One thing that can be asked of the control port. */
export type ControlRoute = {
  /** Method and path, such as `PUT /references/{id}`. */
  readonly on: string;
  /** What it does, for whoever lists the routes. */
  readonly does: string;
  readonly answer: (state: SandboxState, request: ControlRequest) => Reply | Promise<Reply>;
};

export const NO_CONTENT: Reply = { status: 204, body: null };
export const invalid = (error: string): Reply => ({ status: 400, body: { error } });
export const found = (body: unknown): Reply => ({ status: 200, body });
