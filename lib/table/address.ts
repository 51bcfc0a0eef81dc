import { z } from "zod";
import { plainText } from "#lib/text.ts";

/** What Next hands a page as `searchParams`. */
export type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/** An address's query as a page is handed it; a repeated name is a list. */
export function paramsOf(query: string): Params {
  const read = new URLSearchParams(query);
  return Object.fromEntries([...new Set(read.keys())].map((name) => [name, read.getAll(name)]));
}

const list = (value: unknown): unknown[] =>
  value === undefined || value === "" ? [] : Array.isArray(value) ? value : [value];
const single = (value: unknown) =>
  (Array.isArray(value) ? value.findLast((each) => each !== "") : value) || undefined;
/** Blanks alone are no number, although `Number` reads them as 0. */
const numeral = (value: unknown) => {
  const given = single(value);
  return typeof given === "string" && given.trim() === "" ? Number.NaN : given;
};

/** Our policy: more than anybody picks by hand; each may be counted for. */
export const MOST_VALUES = 50;

/** Several values of one filter are repeated parameters. */
export const many = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess(list, z.array(z.enum(values)).max(MOST_VALUES));
export const one = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess(single, z.enum(values).optional());
export const text = (max: number) => z.preprocess(single, plainText(max).optional());
/** Several texts of one filter, each exactly. */
export const texts = (max: number) => z.preprocess(list, z.array(plainText(max).min(1)).max(MOST_VALUES));
export const id = () => z.preprocess(single, z.uuid().optional());
/** A calendar day in São Paulo, `2026-11-21`; years that PostgreSQL and `Date` write otherwise are nonsense. */
export const day = () =>
  z.preprocess(
    single,
    z.iso
      .date()
      .refine((value) => value >= "1900-01-01" && value <= "2999-12-31")
      .optional(),
  );
/** Several ids of one filter, like `many`. */
export const ids = () => z.preprocess(list, z.array(z.uuid()).max(MOST_VALUES));
export const number = (min: number, max: number) =>
  z.preprocess(numeral, z.coerce.number().min(min).max(max).optional());
export const whole = () =>
  z.preprocess(numeral, z.coerce.number().int().min(1).max(2_147_483_647).optional());
/** `-` means descending. */
export const sortBy = <const T extends readonly [string, ...string[]]>(values: T, initial: T[number]) =>
  z.preprocess((value) => single(value) ?? initial, z.enum(values));

type Shape = Record<string, z.ZodType>;

/** What is said back on the page is a name, never a sentence that somebody else put into a link. */
const nameOf = (name: string) => (/^[a-z][\w.-]{0,31}$/i.test(name) ? name : "?");

/** Whether one of several values is all that could be kept. */
const leavesOut = (given: unknown, kept: unknown) =>
  !Array.isArray(kept) && new Set(list(given).filter((value) => value !== "")).size > 1;

/**
 * Reads a table's state from the address. Never throws: what makes no sense is left out and named in `dropped`,
 * so that the page can say so. `others`: what the page reads from its address besides.
 */
export function readAddress<S extends Shape>(
  schema: z.ZodObject<S>,
  params: Params,
  others: readonly string[] = [],
): { filter: z.output<z.ZodObject<S>>; dropped: string[] } {
  const isKnown = (name: string) => Object.hasOwn(schema.shape, name) || others.includes(name);
  const unknown = Object.keys(params).filter((name) => !isKnown(name));
  const dropped: string[] = [];
  const read = Object.entries(schema.shape).map(([name, field]) => {
    const given = params[name];
    const whole = field.safeParse(given);
    if (whole.success) {
      if (leavesOut(given, whole.data)) dropped.push(name);
      return [name, whole.data];
    }
    dropped.push(name);
    const good = list(given)
      .filter((value) => field.safeParse(value).success)
      .slice(0, MOST_VALUES);
    return [name, field.parse(good.length > 0 && Array.isArray(given) ? good : undefined)];
  });
  return { filter: Object.fromEntries(read), dropped: [...new Set([...dropped, ...unknown.map(nameOf)])] };
}

/** Whether nothing of it is unknown, and nothing is dropped. */
export const isUnderstood = <S extends Shape>(schema: z.ZodObject<S>, params: Params): boolean =>
  readAddress(schema, params).dropped.length === 0;

type State = Readonly<Record<string, unknown>>;

/** Name and value of everything set, in the order of the schema: for links and for hidden fields. */
export function entriesOf(state: State): [string, string][] {
  return Object.entries(state).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === null || value === ""
      ? []
      : Array.isArray(value)
        ? value.map((each): [string, string] => [name, String(each)])
        : [[name, String(value)]],
  );
}

const keyOf = (state: State) =>
  entriesOf(state)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("&");

/** Whether a table is narrowed by exactly this, whatever its order and place. */
export const isNarrowedTo = (state: State, by: State): boolean => keyOf(narrowingOf(state)) === keyOf(by);

/** What narrows a list: neither its order, nor the place in it, nor the view that it began with. */
export const narrowingOf = ({ sort: _, after: __, before: ___, view: ____, ...narrowing }: State): State =>
  narrowing;

/** The address of a table in another state. A change of filter or sort goes back to the first page. */
export function hrefOf(path: string, state: State, change: State = {}): string {
  const keepsPage = "after" in change || "before" in change;
  const page = keepsPage ? {} : { after: undefined, before: undefined };
  const query = new URLSearchParams(entriesOf({ ...state, ...page, ...change })).toString();
  return query ? `${path}?${query}` : path;
}
