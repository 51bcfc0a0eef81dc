import type { GlyphName } from "#components/ui/glyph.tsx";
import type { LookUpState } from "#lib/features/lookups/rules.ts";

export const STATE_GLYPHS: Record<LookUpState, GlyphName> = {
  waiting: "not-finished",
  done: "no-alert",
  not_found: "no-answer",
  gone: "no-answer",
  refused: "second-look",
  failed: "second-look",
  cancelled: "no-answer",
};
