import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { stageWords } from "#components/case/stage-words.ts";
import { FaceCompare, WAYS, type Way } from "#components/ui/face-compare.tsx";
import { FacePair } from "#components/ui/face-pair.tsx";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const nothing = () => {};

it.each(LOCALES)(
  "of the ways to compare one is pressed, and a mix is asked for in one alone, in %s",
  (locale) => {
    const words = stageWords(translatorFor(locale, "cases")).compare;
    const drawn = (way: Way) =>
      renderToStaticMarkup(<FaceCompare way={way} onWay={nothing} mix={25} onMix={nothing} words={words} />);
    for (const way of WAYS) {
      const markup = drawn(way);
      expect(markup.match(/aria-pressed="true"/g)).toHaveLength(1);
      expect(markup).toMatch(new RegExp(`aria-pressed="true"[^>]*>${words[way]}`));
      expect(markup.includes(`type="range"`)).toBe(way === "overlay");
    }
    expect(drawn("overlay")).toContain(words.mix);
  },
);

it("a face that lies over the other lets it be seen as far as was asked", () => {
  const frame = { title: "x", state: "shown", text: "x", imageUrl: "/x" } as const;
  const drawn = (isOver: boolean) =>
    renderToStaticMarkup(
      <FacePair
        left={frame}
        right={{ ...frame, opacity: isOver ? 0.25 : undefined }}
        relation="same"
        relationLabel="x"
        isOver={isOver}
      />,
    );
  expect(drawn(true)).toContain('data-over="true"');
  expect(drawn(true).match(/opacity="0.25"/g)).toHaveLength(1);
  expect(drawn(false)).not.toMatch(/data-over|opacity=/);
});
