import { databaseUrl, somethingOfEach } from "#tests/support/e2e-knocking.ts";
import { control } from "#tests/support/e2e-sandbox.ts";
import { expect, test } from "#tests/support/e2e-test.ts";
import { SHAPES, type Shape, sendRaw } from "#tests/support/request-shapes.ts";

test.skip(!databaseUrl(), "E2E_DATABASE_URL is not set");
test.setTimeout(300_000);

const paidCalls = async () => ((await (await control("/ledger")).json()) as { count: number }).count;

/** Words that stand on protected pages alone, besides the names of people. */
const INSIDE_WORDS = [
  "Audit log",
  "Take next case",
  "Start re-verification",
  "Look up list",
  "Everything about",
];

test("no shape of a request gets nobody a byte of a protected page", async ({ baseURL }) => {
  expect(SHAPES.length).toBeGreaterThanOrEqual(60);
  const { ids, names } = await somethingOfEach();
  const pages = [
    "/",
    "/cases",
    `/cases/${ids.case}`,
    "/reverifications",
    `/reverifications/${ids.reverification}`,
    "/processes",
    `/processes/${ids.process}`,
    "/references",
    `/audit/subjects/${ids.subject}`,
    "/settings/connections",
  ];
  const paid = await paidCalls();
  const wrong: string[] = [];
  let sent = 0;
  const statuses = new Map<number, number>();
  for (const path of pages)
    for (const shape of SHAPES) {
      const answer = await sendRaw(new URL(baseURL ?? ""), shape.of(path));
      sent += 1;
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const said = saidOf(shape, answer.status, path);
      const told = [...names, ...INSIDE_WORDS].filter((word) => answer.body.includes(word));
      if (told.length > 0) wrong.push(`${said}: told ${told.length} words of it`);
      if (answer.status >= 500 && answer.status !== 501) wrong.push(`${said}: a failure`);
    }
  expect(wrong, `${sent} sent: ${JSON.stringify([...statuses])}`).toEqual([]);
  expect(await paidCalls()).toBe(paid);
});

const saidOf = ({ name }: Shape, status: number, path: string) => `${name} at ${path}: ${status}`;
