import { Button } from "./button.tsx";

export const WAYS = ["beside", "overlay", "flicker"] as const;
export type Way = (typeof WAYS)[number];
export type CompareWords = Record<"label" | Way | "mix", string>;
type Props = {
  way: Way;
  onWay: (way: Way) => void;
  /** How much is seen of the one that lies over the other, in percent. */
  mix: number;
  onMix: (mix: number) => void;
  words: CompareWords;
};

/** Beside each other, one over the other, or in turns. */
export function FaceCompare({ way, onWay, mix, onMix, words }: Props) {
  return (
    <>
      <fieldset aria-label={words.label} className="flex flex-wrap gap-2">
        {WAYS.map((each) => (
          <Button
            key={each}
            size="s"
            kbd={each === "overlay" ? "O" : undefined}
            aria-pressed={way === each}
            onClick={() => onWay(way === each ? "beside" : each)}
          >
            {words[each]}
          </Button>
        ))}
      </fieldset>
      {way === "overlay" ? (
        <label className="flex items-center gap-2 text-xs text-ink-2">
          {words.mix}
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={mix}
            onChange={(event) => onMix(event.currentTarget.valueAsNumber)}
          />
        </label>
      ) : null}
    </>
  );
}
