import clsx from "clsx";
import Link from "next/link";
import { Definition } from "#components/charts/definition.tsx";
import { type Figure, figuresOf, type Unit } from "#lib/features/reports/figures.ts";
import { FEW } from "#lib/features/reports/rules.ts";
import { spentOf } from "#lib/features/reports/spent.ts";
import { sayCell } from "#lib/features/reports/table-of.ts";
import { definitionOf } from "#lib/features/reports/whose.ts";
import { changeOf } from "./change.ts";
import { type Given, rowsHref } from "./given.ts";

/** Parts of the figure over them. */
const PARTS = [
  "match",
  "match_flagged",
  "no_match",
  "no_match_flagged",
  "not_live",
  "undecided",
  "refused",
  "failed",
] as const;
const isPart = (id: string) => PARTS.some((part) => part === id);

/** Figures do not break: at 320 px every pixel counts, and what is wider still scrolls for itself. */
const PAD = "ps-3 phone:ps-2";
const CELL = "h-6.5 border-t border-line text-end";

/** Every figure with its definition, beside the period before, and the way to its rows. */
export function Summary({ given, price }: { given: Given; price: number | null }) {
  const { r, report, format } = given;
  const head = "h-7 text-xs font-[450] text-ink-2";
  return (
    <section aria-labelledby="summary" className="panel">
      <h2 id="summary" className="text-base font-semibold">
        {r("summary")}
      </h2>
      <div className="overflow-x-auto">
        <table className="w-full" aria-labelledby="summary">
          <thead>
            <tr>
              <th scope="col" className={clsx(head, "text-start")}>
                {r("columns.figure")}
              </th>
              {(["now", "before", "change"] as const).map((name) => (
                <th
                  key={name}
                  scope="col"
                  className={clsx(head, PAD, "text-end", name === "before" && "phone:hidden")}
                >
                  {r(`columns.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {figuresOf(report).map((figure) => (
              <Row
                key={figure.id}
                given={given}
                name={r(`figure.${figure.id}`)}
                means={{ id: figure.id, text: definitionOf(r, figure.id) }}
                isPart={isPart(figure.id)}
                before={sayCell(given, figure.unit, figure.before)}
                change={changeOf(given, figure)}
              >
                <Now given={given} figure={figure} />
              </Row>
            ))}
            {spentOf(report, price).map(({ value, before, rows }) => (
              <Row
                key="spent"
                given={given}
                name={r("figure.spent", { price: format.money(price ?? 0) })}
                means={{ id: "spent", text: definitionOf(r, "spent") }}
                before={format.money(before)}
                change={changeOf(given, { unit: "money", value, before })}
              >
                <ToRows rows={rows}>{format.money(value)}</ToRows>
              </Row>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type RowProps = {
  given: Given;
  name: string;
  means: { id: string; text: string };
  isPart?: boolean;
  before: string;
  change: string;
  children: React.ReactNode;
};

const Row = ({ given: { r }, name, means, isPart: isUnder = false, before, change, children }: RowProps) => (
  <tr>
    <th
      scope="row"
      className={clsx("h-6.5 border-t border-line text-start font-normal", isUnder && "ps-4 text-ink-2")}
    >
      {name} <Definition id={`means-${means.id}`} text={means.text} label={r("define", { name })} />
    </th>
    <td className={clsx(CELL, PAD)}>{children}</td>
    <td className={clsx(CELL, PAD, "whitespace-nowrap text-ink-2 phone:hidden")}>{before}</td>
    <td className={clsx(CELL, PAD, "whitespace-nowrap text-ink-2")}>{change}</td>
  </tr>
);

const ToRows = ({ rows, children }: { rows: Figure["rows"]; children: string }) =>
  rows ? (
    <Link href={rowsHref(rows)} prefetch={false} className="link font-medium whitespace-nowrap">
      {children}
    </Link>
  ) : (
    children
  );

/** What says nothing of how many rows are behind it. */
const NOT_COUNTS: readonly Unit[] = ["span", "seconds", "index"];

function Now({ given, figure }: { given: Given; figure: Figure }) {
  const { r, format } = given;
  const { unit, value, high, of, rows, isFew } = figure;
  const said = [sayCell(given, unit, value), ...(high === null ? [] : [sayCell(given, unit, high)])].join(
    ", ",
  );
  // A share is of its rows: how many these are stands before it.
  const whole = unit === "share" && rows && value !== null ? `${format.number(rows.count)}, ${said}` : said;
  return (
    <>
      <ToRows rows={rows}>{whole}</ToRows>
      {isFew ? (
        <span className="block text-xs text-ink-3" title={r("fewText", { least: String(FEW) })}>
          {r("few", { count: format.number(of ?? 0) })}
        </span>
      ) : rows && (NOT_COUNTS.includes(unit) || (unit === "count" && rows.count !== value)) ? (
        <span className="ps-1.5 text-xs text-ink-3">{r("onRows", { count: rows.count })}</span>
      ) : null}
    </>
  );
}
