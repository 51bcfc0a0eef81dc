import { Glyph } from "#components/ui/glyph.tsx";
import type { PersonStanding } from "#lib/features/accounts/people-rules.ts";
import type { Translator } from "#lib/i18n/translator.ts";

const GLYPHS = { active: "confirmed", invited: "not-finished", disabled: "no-alert" } as const;

/** Whether an account opens anything, by shape and word. */
export function StandingMark({ standing, t }: { standing: PersonStanding; t: Translator<"users"> }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Glyph name={GLYPHS[standing]} size={14} />
      {t(`standingName.${standing}`)}
    </span>
  );
}
