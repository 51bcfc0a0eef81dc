import { Glyph } from "#components/ui/glyph.tsx";
import { StatusGlyph } from "#components/ui/status-glyph.tsx";
import type { ReverificationState } from "#lib/features/reverifications/rules.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { stateGlyph } from "./words.ts";

type Props = { state: ReverificationState; verdicts: Translator<"verdicts"> };

/** Where a re-verification stands. Completed is no approval, so it has no verdict's glyph. */
export function StateMark({ state, verdicts }: Props) {
  const glyph = stateGlyph(state);
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.5">
      {glyph === "closed" ? <StatusGlyph status="closed" /> : <Glyph name={glyph} />}
      <span className="min-w-0 self-baseline truncate phone:whitespace-normal">
        {verdicts(`reverification.${state}`)}
      </span>
    </span>
  );
}
