import type { ReactNode } from "react";
import { Glyph, type GlyphName, type Tone } from "#components/ui/glyph.tsx";

const LOOK: Record<Tone, string> = {
  refute: "border-refute-line bg-refute-soft text-refute [--glyph-on:var(--refute-soft)]",
  confirm: "border-confirm-line bg-confirm-soft text-confirm",
  doubt: "border-doubt-line bg-doubt-soft text-doubt",
  void: "border-void-line text-ink-2",
  accent: "border-accent/35 bg-accent-soft text-accent-text",
};

type Props = { tone: Tone; glyph?: GlyphName; children: ReactNode };

/** A verdict in a frame of its tone. */
export function Badge({ tone, glyph, children }: Props) {
  return (
    <span
      className={`inline-flex h-6 items-center gap-1.5 rounded-sm border ps-1.5 pe-2 font-medium whitespace-nowrap ${LOOK[tone]}`}
    >
      {glyph ? <Glyph name={glyph} size={14} /> : null}
      {children}
    </span>
  );
}
