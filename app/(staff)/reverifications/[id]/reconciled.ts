import type { ReadEnd } from "#lib/features/reverifications/reading-again.ts";
import type { ReconcileInput } from "#lib/features/reverifications/reconciling-schema.ts";

/** What was done on the page of an unknown one; `came` where Unico was asked. */
export type Reconciled = { act: ReconcileInput["act"]; came: ReadEnd | null };
