import { databaseUrl, somethingOfEach } from "#tests/support/e2e-knocking.ts";
import { control } from "#tests/support/e2e-sandbox.ts";
import { expect, test } from "#tests/support/e2e-test.ts";
import { SHAPES, sendRaw } from "#tests/support/request-shapes.ts";

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

type Answer = { said: string; status: number; told: number };

/** Sends every shape at every protected page, as nobody. */
async function sendAll(baseURL: string | undefined): Promise<Answer[]> {
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
  const answers: Answer[] = [];
  for (const path of pages)
    for (const shape of SHAPES) {
      const { status, body } = await sendRaw(new URL(baseURL ?? ""), shape.of(path));
      const told = [...names, ...INSIDE_WORDS].filter((word) => body.includes(word)).length;
      answers.push({ said: `${shape.name} at ${path}: ${status}`, status, told });
    }
  return answers;
}

const saidOf = (answers: readonly Answer[]) => answers.map(({ said }) => said);

test("no shape of a request gets nobody a byte of a protected page", async ({ baseURL }) => {
  expect(SHAPES.length).toBeGreaterThanOrEqual(60);
  const paid = await paidCalls();
  const answers = await sendAll(baseURL);
  expect(saidOf(answers.filter(({ told }) => told > 0)), `${answers.length} sent`).toEqual([]);
  expect(await paidCalls()).toBe(paid);
});

test("no shape of a request ends in a failure of the program", async ({ baseURL }) => {
  const failed = (await sendAll(baseURL)).filter(({ status }) => status >= 500 && status !== 501);
  expect(saidOf(failed)).toEqual([]);
});
