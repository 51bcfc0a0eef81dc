import type { GlyphName } from "#components/ui/glyph.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import type { Health } from "#lib/features/connections/rules.ts";
import type { Given } from "./words.ts";

export const HEALTH_GLYPHS = {
  good: "confirmed",
  shaky: "second-look",
  failing: "refuted",
  quiet: "no-alert",
} as const satisfies Record<Health, GlyphName>;

/** How an endpoint does, in a word. */
export const HealthWord = ({ health, t }: { health: Health } & Pick<Given, "t">) => (
  <Verdict glyph={HEALTH_GLYPHS[health]} word={t(`health.${health}`)} />
);

/** A moment of today with its seconds, with the zone on hover. */
export function Moment({ at, said, format }: { at: Date; said: string } & Pick<Given, "format">) {
  return (
    <time dateTime={at.toISOString()} title={format.full(at)}>
      {said}
    </time>
  );
}
