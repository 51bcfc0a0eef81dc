import { Note } from "./note.tsx";
import type { FormState } from "./use-action-form.ts";

type Props = { state: FormState<unknown>; tone?: "doubt" | "refute" };

/** Why nothing was done, over what was chosen and typed; read out at once. */
export const Refused = ({ state, tone = "refute" }: Props) =>
  state.status === "refused" ? (
    <Note tone={tone} role="alert">
      {state.message}
    </Note>
  ) : null;
