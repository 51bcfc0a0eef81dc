import type { ActInput } from "#lib/features/cases/schema.ts";

export type Act = ActInput["act"];
/** What was done and is said on the page itself; after a decision and its undoing another page opens. */
export type DoneAct = Exclude<Act, "decide" | "undo">;
/** `said`: what there is to say beside that. */
export type DoneState = { act: DoneAct; said: string | null };
