/** A stretch of characters that one font has. */
export type Run = { readonly font: string; readonly text: string };
export type Line = readonly Run[];

export type Fonts = readonly { readonly name: string; readonly has: ReadonlySet<number> }[];
export type WidthOf = (run: Run) => number;

/** Combined where the language has one letter for it; without what no paper can show. */
const printable = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/[\t\u00a0]/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "");

const spelled = (code: number): string => `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;

/** Each character in the first font that has it; one that none has is spelled by its number, never left out. */
export function runsOf(text: string, fonts: Fonts): Run[] {
  const [first] = fonts;
  if (!first) throw new Error("no font was given");
  const runs: { font: string; text: string }[] = [];
  for (const character of printable(text)) {
    const code = character.codePointAt(0) ?? 0;
    const font = fonts.find(({ has }) => has.has(code));
    const shown = font ? character : spelled(code);
    const name = (font ?? first).name;
    const last = runs.at(-1);
    if (last?.font === name) last.text += shown;
    else runs.push({ font: name, text: shown });
  }
  return runs;
}

/** Broken at spaces, and within a word that is wider than the line. At least one line. */
export function linesOf(text: string, width: number, fonts: Fonts, widthOf: WidthOf): Line[] {
  const measure = (words: string) => runsOf(words, fonts).reduce((sum, run) => sum + widthOf(run), 0);
  const space = measure(" ");
  return text.split(/\r\n?|\n/).flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    let lineWidth = 0;
    for (const word of printable(paragraph).split(/ +/)) {
      const wordWidth = measure(word);
      const isFirst = line === "";
      if (lineWidth + (isFirst ? 0 : space) + wordWidth <= width) {
        lineWidth += (isFirst ? 0 : space) + wordWidth;
        line = isFirst ? word : `${line} ${word}`;
        continue;
      }
      if (!isFirst) lines.push(line);
      const pieces = wordWidth <= width ? [word] : cut(word, width, measure);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? "";
      lineWidth = measure(line);
    }
    lines.push(line);
    return lines.map((each) => runsOf(each, fonts));
  });
}

function cut(word: string, width: number, measure: (text: string) => number): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && measure(piece + character) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}
