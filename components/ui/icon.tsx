import type { ICON_SHAPES } from "./icon-shapes.tsx";
import { symbolOf } from "./sprite-names.ts";

export type IconName = keyof typeof ICON_SHAPES;
type Props = { name: IconName; size?: 12 | 14 | 16 | 20 | 24; className?: string };

/** A line icon. Always decoration: the word stands beside it or in the accessible name of its control. */
export function Icon({ name, size = 16, className }: Props) {
  return (
    <svg width={size} height={size} aria-hidden="true" className={className}>
      <use href={`#${symbolOf.icon(name)}`} />
    </svg>
  );
}
