import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "./glyph.tsx";

type NoteTone = "doubt" | "refute" | "confirm" | "accent" | "plain";
type Props = {
  tone?: NoteTone;
  role?: "status" | "alert" | undefined;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  glyph?: GlyphName;
  id?: string;
};

const LOOK: Record<NoteTone, { box: string; glyph: GlyphName }> = {
  doubt: { box: "border-doubt-line bg-doubt-soft [--glyph-on:var(--doubt-soft)]", glyph: "second-look" },
  refute: { box: "border-refute-line bg-refute-soft [--glyph-on:var(--refute-soft)]", glyph: "refuted" },
  confirm: { box: "border-confirm-line bg-confirm-soft", glyph: "confirmed" },
  accent: { box: "border-accent/35 bg-accent-soft", glyph: "not-finished" },
  plain: { box: "border-line-strong", glyph: "no-alert" },
};

/** A notice inside a page: what is so, and what to do about it. */
export function Note({ tone = "plain", role, title, children, actions, glyph, id }: Props) {
  const look = LOOK[tone];
  return (
    <div id={id} role={role} className={`flex gap-2.5 rounded-sm border px-3 py-2.5 ${look.box}`}>
      <span className="mt-0.5">
        <Glyph name={glyph ?? look.glyph} />
      </span>
      <div className="min-w-0 grow">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={title ? "text-ink-2" : undefined}>{children}</div> : null}
        {actions ? <div className="flex flex-wrap items-center gap-2 pt-2">{actions}</div> : null}
      </div>
    </div>
  );
}
