import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "./glyph.tsx";
import { Icon } from "./icon.tsx";

type Props = { glyph?: GlyphName; title: string; children?: ReactNode; actions?: ReactNode };

/** Nothing here: what is so and what to do, at the left over the rows. */
export function EmptyState({ glyph, title, children, actions }: Props) {
  return (
    <div className="flex gap-3.5 px-8 py-7 whitespace-normal phone:px-4">
      {glyph ? (
        <Glyph name={glyph} size={20} />
      ) : (
        <Icon name="search" size={20} className="flex-none text-ink-2" />
      )}
      <div className="min-w-0">
        <p className="text-base font-semibold">{title}</p>
        {children ? <div className="text-ink-2">{children}</div> : null}
        {actions ? <div className="flex flex-wrap items-center gap-2 pt-3">{actions}</div> : null}
      </div>
    </div>
  );
}
