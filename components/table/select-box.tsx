import { Checkbox } from "#components/ui/checkbox.tsx";

/** The box of one row, which `useSelection` finds by its name. */
export const SelectBox = ({ row, label }: { row: string; label: string }) => (
  <Checkbox name="row" value={row} label={label} labelHidden autoComplete="off" />
);
