import { Glyph } from "./glyph.tsx";
import type { Measured } from "./measure-image.ts";

/** Each bound by its name where it is kept, by what is wrong where it is not, and by its rule. */
export type CheckWords = {
  format: string;
  formatBad: string;
  formatRule: string;
  size: string;
  sizeBad: string;
  sizeRule: string;
  resolution: string;
  resolutionBad: string;
  resolutionRule: string;
};

/** What was found of a picture: the words tell a bound that is kept from one that is not, without the glyph. */
export function FileChecks({ measured, words }: { measured: Measured; words: CheckWords }) {
  const rows = [
    {
      good: measured.formatGood,
      word: measured.formatGood ? words.format : words.formatBad,
      rule: words.formatRule,
    },
    {
      good: measured.resolutionGood,
      word: measured.resolutionGood ? words.resolution : words.resolutionBad,
      rule: words.resolutionRule,
    },
    { good: measured.sizeGood, word: measured.sizeGood ? words.size : words.sizeBad, rule: words.sizeRule },
  ];
  return (
    <ul className="border-t border-line" aria-live="polite">
      {rows.map((row) => (
        <li
          key={row.word}
          className="flex min-h-8 flex-wrap items-center gap-x-2 border-b border-line py-1 last:border-b-0"
        >
          <Glyph name={row.good ? "confirmed" : "second-look"} size={14} />
          <span className="min-w-34">{row.word}</span>
          <span className={row.good ? "text-ink-3" : "text-doubt"}>{row.rule}</span>
        </li>
      ))}
    </ul>
  );
}
