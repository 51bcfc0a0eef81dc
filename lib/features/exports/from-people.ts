import "server-only";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Cell, Row, SheetColumn } from "#lib/export/sheet.ts";
import { type EveryPerson, listEverybody } from "#lib/features/accounts/people.ts";
import { peopleFilter } from "#lib/features/accounts/people-table-schema.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { maskEmail } from "#lib/privacy/mask.ts";
import { isUnderstood, readAddress } from "#lib/table/address.ts";
import { ZONE } from "#lib/time.ts";
import { type Bar, chartOf } from "./bars.ts";
import { askIn, readFacts } from "./facts.ts";
import { filterWords, wordAt } from "./filter-words.ts";
import { readNames } from "./names.ts";
import type { Content, ExportSource, SourceDeps, SourceReading } from "./source.ts";

/** Our policy: a company has some thousands of people. */
const SNAPSHOT_MS = 60_000;

type Words = ReturnType<typeof wordsIn>;
type Column = Omit<SheetColumn, "head"> & {
  id: string;
  cell: (person: EveryPerson, words: Words) => Cell;
};

const COLUMNS: readonly Column[] = [
  { id: "name", type: "text", width: 30, cell: ({ name }) => name },
  { id: "email", type: "text", width: 30, cell: ({ email }) => maskEmail(email) },
  { id: "role", type: "text", width: 16, cell: ({ role }, { common }) => common(`role.${role}`) },
  {
    id: "standing",
    type: "text",
    width: 12,
    cell: ({ standing }, { users }) => users(`standingName.${standing}`),
  },
  {
    id: "secondFactor",
    type: "text",
    width: 14,
    cell: ({ secondFactorSince }, { users }) => users(`secondFactorName.${secondFactorSince ? "on" : "off"}`),
  },
  {
    id: "branches",
    type: "text",
    width: 30,
    cell: ({ branches }, { users }) => branches.map(({ name }) => name).join("; ") || users("allBranches"),
  },
  {
    id: "lastSignIn",
    type: "time",
    width: 20,
    cell: ({ lastSignInAt }) => lastSignInAt && timeOf(lastSignInAt),
  },
  { id: "created", type: "time", width: 20, cell: ({ createdAt }) => timeOf(createdAt) },
];

/** As PostgreSQL writes a time by São Paulo's clock. */
const timeOf = (at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(ZONE)
    .toPlainDateTime()
    .toString({ smallestUnit: "second" })
    .replace("T", " ");

const wordsIn = (locale: Locale) => ({
  users: translatorFor(locale, "users"),
  common: translatorFor(locale, "common"),
  exports: translatorFor(locale, "exports"),
});

/** The people who work here, for whoever looks after them; their addresses are masked. It names no customer. */
export const peopleSource: ExportSource = {
  name: "users",
  asks: "user:manage",
  permission: "user:manage",
  hasOwn: false,
  hasPersonal: false,
  columns: COLUMNS.map(({ id }) => id),
  takesKeys: () => false,
  takesParams: (params) => isUnderstood(peopleFilter, params),
  hasBranches: false,
  countUpTo: async () => null,
  async *within(deps, reading, run) {
    yield* run(await contentOf(deps, reading));
  },
};

function contentOf({ readDb }: SourceDeps, reading: SourceReading): Promise<Content> {
  const { asked, actor } = reading;
  const words = wordsIn(asked.locale);
  const { filter } = readAddress(peopleFilter, asked.params);
  const columns = COLUMNS.filter(({ id }) => asked.columns.includes(id));
  const shown = columns.length > 0 ? columns : COLUMNS;
  return readDb.$transaction(
    async (tx) => {
      const ask = askIn(tx);
      const people = await listEverybody({ actor, readDb: tx }, filter);
      const names = await readNames(ask, asked.params, scopeOf(actor));
      async function* batches(): AsyncGenerator<readonly Row[]> {
        yield people.map((person) => shown.map(({ cell }) => cell(person, words)));
      }
      return {
        facts: await readFacts(ask),
        ...filtersOf(filter, asked.locale, words, names),
        tables: [
          {
            title: words.users("title"),
            columns: shown.map(({ id, type, width }) => ({
              head: words.exports(`head.${id as "name"}`),
              type,
              width,
            })),
            batches: batches(),
          },
        ],
        nothing: words.exports("nothing"),
        readCharts: async () =>
          people.length === 0
            ? []
            : (["role", "standing"] as const).map((id) => chartOfPeople(id, people, words)),
        // No customer is in it.
        async *people() {},
        countRows: async () => people.length,
      };
    },
    { isolationLevel: "RepeatableRead", timeout: SNAPSHOT_MS },
  );
}

function chartOfPeople(id: "role" | "standing", people: readonly EveryPerson[], words: Words) {
  const column = COLUMNS.find((each) => each.id === id);
  const labels = people.map((person) => String(column?.cell(person, words) ?? ""));
  const bars = [...new Set(labels)].map(
    (label): Bar => ({ label, value: labels.filter((other) => other === label).length }),
  );
  return chartOf(words.exports("chart.value", { head: words.exports(`head.${id}`) }), bars);
}

const filtersOf = (
  filter: Parameters<typeof filterWords>[1],
  locale: Locale,
  { users, common, exports: t }: Words,
  names: ReadonlyMap<string, string>,
) =>
  filterWords(locale, filter, {
    names,
    label: (name) =>
      wordAt(users, `filter.${name}`) ?? wordAt(t, `head.${name}`) ?? wordAt(t, `sort.${name}`) ?? name,
    word: (name, value) =>
      name === "role" ? wordAt(common, `role.${value}`) : wordAt(users, `${name}Name.${value}`),
  });
