import type { FormState } from "#components/ui/use-action-form.ts";
import type { Batch } from "./bulk-actions.ts";

/** What was asked for at first, and the last case that is known to be gone through; null before the first batch. */
export type Asked = { form: FormData; after: number | null };

/**
 * What a form that is sent asks for: once a run has begun nothing of it can be chosen any more, so it goes on as it
 * was asked for, from where it stands, with nothing of the new form but the fresh proof.
 */
export function askedBy(typed: FormData, begun: Asked | null): Asked {
  if (!begun || begun.after === null) return { form: typed, after: null };
  const proof = typed.get("stepUp");
  if (proof !== null) begun.form.set("stepUp", proof);
  return begun;
}

type Steps = {
  send: (form: FormData) => Promise<FormState<Batch>>;
  tell: (state: FormState<Batch>) => void;
  isStopped: () => boolean;
};

/** Sends batch after batch and keeps in `asked` where it stands; false where an answer was none. */
export async function sendBatches(asked: Asked, { send, tell, isStopped }: Steps): Promise<boolean> {
  do {
    asked.form.set("after", asked.after === null ? "" : String(asked.after));
    const answer = await send(asked.form);
    // Taken or refused, it is used up.
    asked.form.delete("stepUp");
    tell(answer);
    if (answer.status !== "done") return false;
    asked.after = answer.value.next;
  } while (asked.after !== null && !isStopped());
  return true;
}
