import type { GlyphName } from "#components/ui/glyph.tsx";
import type { Decision } from "#lib/features/cases/rules.ts";

export const DECISION_GLYPH = {
  confirmed_fraud: "refuted",
  false_positive: "confirmed",
  inconclusive: "second-look",
} as const satisfies Record<Decision, GlyphName>;
