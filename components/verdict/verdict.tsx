import type { ReactNode } from "react";
import { Raw } from "#components/ui/facts.tsx";
import { Glyph, type GlyphName, ThreeGlyphs } from "#components/ui/glyph.tsx";
import type { ShownSignals } from "#lib/features/signals.ts";
import { signalGlyphs } from "./words.ts";

/** Three fixed slots: alert, same person, live; then what is wrong in words. */
export function SignalStrip({ label, ...signals }: ShownSignals & { label: ReactNode }) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <ThreeGlyphs names={signalGlyphs(signals)} />
      <span className="signal-words">{label}</span>
    </span>
  );
}

type VerdictProps = { glyph: GlyphName; word: ReactNode; size?: 14 | 16 | 20 | 28 };

/** Glyph and word. At 28 it is the sentence that opens a screen. */
export function Verdict({ glyph, word, size = 16 }: VerdictProps) {
  if (size === 28) {
    return (
      <div className="flex items-start gap-4 phone:gap-3">
        <span className="mt-0.5">
          <Glyph name={glyph} size={28} />
        </span>
        <p className="text-2xl font-semibold phone:text-xl">{word}</p>
      </div>
    );
  }
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 align-middle">
      <Glyph name={glyph} size={size} />
      {/* The word and not the glyph gives the line on which it stands beside others. */}
      <span className="min-w-0 self-baseline">{word}</span>
    </span>
  );
}

export type SignalItem = {
  glyph: GlyphName;
  word: string;
  /** The member as Unico sent it, "identityFraudsters: yes". */
  raw?: string | undefined;
  why?: ReactNode;
  children?: ReactNode;
};

/** Each signal: its word, its raw member, and why it says so. */
export function SignalList({ items }: { items: readonly SignalItem[] }) {
  return (
    <ul className="border-t border-line">
      {items.map((item) => (
        <li
          key={item.word}
          className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-3 gap-y-0.5 border-b border-line py-3 last:border-b-0"
        >
          <Glyph name={item.glyph} size={20} />
          <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-base font-semibold">
            <span>{item.word}</span>
            {item.raw ? <Raw>{item.raw}</Raw> : null}
          </div>
          {item.why ? <p className="col-start-2 text-ink-2">{item.why}</p> : null}
          {item.children ? <div className="col-span-2 pt-2">{item.children}</div> : null}
        </li>
      ))}
    </ul>
  );
}
