import type { ReactNode } from "react";
import { MiniScore } from "#components/ui/score.tsx";
import { enumWords, sayEnum } from "#components/verdict/enum-words.ts";
import { Verdict } from "#components/verdict/verdict.tsx";
import { fraudWords, scoreWords } from "#components/verdict/words.ts";
import type { Field } from "#lib/features/processes/fields.ts";
import type { ProcessPage } from "#lib/features/processes/page.ts";
import { fraudstersOf } from "#lib/features/processes/rules.ts";
import type { Formatter } from "#lib/format.ts";
import { en } from "#lib/i18n/messages/processes.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type T = Translator<"processes">;

// Own members only, and never by `t.has`: the values come from outside, and "constructor" is one of them.
const isIn = <T extends object>(words: T, value: string): value is keyof T & string =>
  Object.hasOwn(words, value);

export const purposeWord = (t: T, purpose: string): string =>
  isIn(en.purpose, purpose) ? t(`purpose.${purpose}`) : purpose;

function capacityWord(t: T, capacity: string): string {
  const short = capacity.replace("PROCESS_CAPACITY_", "");
  return isIn(en.capacity, short) ? t(`capacity.${short}`) : capacity;
}

const doubtful = (word: string): ReactNode => <Verdict size={14} glyph="second-look" word={word} />;

/** Whether a date can be made of it, in a year that a process can have. */
const isInstant = (raw: string): boolean =>
  /^(19|20|21)\d{2}-/.test(raw) && !Number.isNaN(new Date(raw).getTime());

export type Telling = {
  process: Pick<ProcessPage, "isLivenessAsked" | "capacities" | "score" | "reading">;
  t: T;
  verdicts: Translator<"verdicts">;
  format: Formatter;
};

/** A field in plain words; what was not sent is said, never left blank. */
export function fieldWords({ key, raw }: Field, { process, t, verdicts, format }: Telling): ReactNode {
  if (key === "identityFraudsters") {
    const { glyph, word } = fraudWords(fraudstersOf(process.reading.alert));
    return <Verdict size={14} glyph={glyph} word={verdicts(word)} />;
  }
  if (key === "score") {
    // Sent, and no number between the bounds, or one that does not count.
    if (process.score === null && raw !== null && Number(raw) !== 0 && process.reading.scoreEnabled === "yes")
      return doubtful(t("notAScore"));
    const { word } = scoreWords(process.score);
    if (process.score === null) return <span className="text-ink-2">{verdicts(word)}</span>;
    return (
      <>
        <MiniScore score={process.score} noScoreLabel={verdicts("noScore")} />
        <span className="text-ink-2">{verdicts(word)}</span>
      </>
    );
  }
  if (raw === null) {
    return <span className="text-ink-2">{t(key === "authenticationId" ? "noReference" : "notSent")}</span>;
  }
  switch (key) {
    case "state":
    case "result":
    case "authentication":
    case "liveness": {
      const said = enumWords(raw, { asked: process.isLivenessAsked });
      return <Verdict size={14} glyph={said.glyph} word={sayEnum(verdicts, said)} />;
    }
    case "scoreEnabled":
      return sayEnum(verdicts, enumWords(raw));
    case "faceWithOtherId":
    case "trust":
    case "riskLevel":
      return isIn(en.trust, raw) ? t(`trust.${raw}`) : verdicts("unknownAnswer", { value: raw });
    case "capacities":
      return (
        <span className="inline-block first-letter:uppercase">
          {process.capacities.map((capacity) => capacityWord(t, capacity)).join(", ")}
        </span>
      );
    case "purpose":
      return purposeWord(t, raw);
    case "createdAt":
    case "finishedAt":
    case "expiresAt":
      return isInstant(raw) ? format.dateTime(new Date(raw)) : doubtful(t("notATime"));
    case "services":
      return raw === "[0]" ? t("noServices") : t("withServices");
    case "frictionless":
    case "smartRevalidation":
    case "idAge":
    case "bioToken":
      return raw.endsWith("_UNSPECIFIED") ? t("trust.TRUST_RESULT_UNSPECIFIED") : doubtful(t("noWords"));
    case "authenticationId":
    case "bioTokenReference":
    case "companyLogo":
    case "callbackUri":
      return <span className="font-mono text-xs break-all select-all">{raw}</span>;
    default:
      return <span className="break-words">{raw}</span>;
  }
}
