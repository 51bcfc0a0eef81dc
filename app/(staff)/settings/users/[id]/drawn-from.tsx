import { Note } from "#components/ui/note.tsx";

/** Whom a form is about, and what of them it was drawn from. */
export type On = { id: string; version: number };

export const DrawnFrom = ({ on }: { on: On }) => (
  <>
    <input type="hidden" name="id" value={on.id} />
    <input type="hidden" name="version" value={on.version} />
  </>
);

/** Why nothing was done, over what was chosen. */
export const Refused = ({ state }: { state: { status: string; message?: string } }) =>
  state.status === "refused" ? (
    <Note tone="refute" role="alert">
      {state.message}
    </Note>
  ) : null;
