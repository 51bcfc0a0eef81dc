import clsx from "clsx";
import type { ReactNode } from "react";

type Props = {
  name: string;
  /** The first names the row; the others are figures, at the right. */
  heads: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** Which columns hold words and stand at the left. */
  words?: readonly number[];
};

/** Figures under heads, for reading and not for filtering. */
export function PlainTable({ name, heads, rows, words = [0] }: Props) {
  const isWord = (place: number) => words.includes(place);
  const side = (place: number) => clsx(place > 0 && "ps-3", isWord(place) ? "text-start" : "text-end");
  return (
    <div className="overflow-x-auto">
      <table className="w-full" aria-label={name}>
        <thead>
          <tr>
            {heads.map((head, place) => (
              <th
                key={head}
                scope="col"
                className={clsx("h-7 text-xs font-[450] whitespace-nowrap text-ink-2", side(place))}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, place) =>
                place === 0 ? (
                  <th
                    key={heads[place]}
                    scope="row"
                    className="h-6.5 border-t border-line text-start font-normal wrap-anywhere"
                  >
                    {cell}
                  </th>
                ) : (
                  <td
                    key={heads[place]}
                    className={clsx(
                      "h-6.5 border-t border-line",
                      isWord(place) ? "wrap-anywhere" : "whitespace-nowrap",
                      side(place),
                    )}
                  >
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
