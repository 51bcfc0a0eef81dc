/** Whom a form is about, and what of them it was drawn from. */
export type On = { id: string; version: number };

export const DrawnFrom = ({ on }: { on: On }) => (
  <>
    <input type="hidden" name="id" value={on.id} />
    <input type="hidden" name="version" value={on.version} />
  </>
);
