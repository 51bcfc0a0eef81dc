import type { ActInput } from "#lib/features/cases/schema.ts";

export type Act = ActInput["act"];
/** What was done; a decision that waits for a second person is told apart. */
export type DoneAct = Act | "decideAwaits";
