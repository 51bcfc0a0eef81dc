import type { Page } from "@playwright/test";
import { writeCpf } from "#lib/privacy/cpf.ts";
import { personOf } from "#lib/seed/people.ts";
import type { Who } from "#tests/support/e2e-people.ts";
import { aCpf, aReferenceThat } from "#tests/support/e2e-sandbox.ts";
import { aFlaggedCase, alert, openCase, press } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

/** People whose data is looked for: the demo's, every one unlike the others. 200 and more pages by hand. */
const CANARIES = Number(process.env.SECRECY_PEOPLE ?? 200);
const PAGES_MAX = Number(process.env.SECRECY_PAGES ?? 60);

type Canary = { what: string; forms: (string | Buffer)[] };

const peopleCanaries: Canary[] = Array.from({ length: CANARIES }, (_, i) => personOf(i)).flatMap(
  ({ cpf, email, phone }, i) => [
    { what: `CPF ${i}`, forms: [cpf, writeCpf(cpf)] },
    { what: `email ${i}`, forms: [email] },
    { what: `phone ${i}`, forms: [phone] },
  ],
);

/** In clear and in base64. */
const needlesOf = ({ what, forms }: Canary) =>
  forms.flatMap((form) => {
    const bytes = Buffer.from(form);
    const needles = [bytes.toString("latin1"), bytes.toString("base64").replace(/.{1,2}=*$/, "")];
    return needles.map((needle) => ({ what, needle }));
  });

const LINK = /(?:href|action|src)="(\/[^"#]*)/g;
/** Pages of one shape show the same things: a few of each are enough. */
const shapeOf = (path: string) =>
  path
    .replace(/[0-9a-f-]{36}/g, "{id}")
    .replace(/\/\d+/g, "/{n}")
    .replace(/=[^&]*/g, "=");
const PER_SHAPE = 3;
const ENDS = /^\/(api\/auth|_next\/image)/;

/** Every answer that a role gets by following links: the page, and the payload that the browser asks for instead. */
async function crawl(page: Page, from: readonly string[]): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const shapes = new Map<string, number>();
  const queue = [...from];
  const seen = new Set<string>();
  for (let path = queue.shift(); path !== undefined && answers.size < PAGES_MAX * 2; path = queue.shift()) {
    const shape = shapeOf(path);
    const count = shapes.get(shape) ?? 0;
    if (seen.has(path) || ENDS.test(path) || count >= (path.startsWith("/_next/") ? 200 : PER_SHAPE))
      continue;
    seen.add(path);
    shapes.set(shape, count + 1);
    const answer = await page.request.get(path);
    const text = (await answer.body()).toString("latin1");
    answers.set(path, text);
    if (!(answer.headers()["content-type"] ?? "").includes("text/html")) continue;
    const payload = await page.request.get(path, { headers: { RSC: "1", "Next-Router-Prefetch": "0" } });
    answers.set(`RSC ${path}`, (await payload.body()).toString("latin1"));
    for (const [, found] of text.matchAll(LINK)) if (found) queue.push(found.replaceAll("&amp;", "&"));
  }
  return answers;
}

/** What may hold a canary in letters. Pages repeat themselves, so each is looked at once: there are thousands to look for. */
const WORDS = /[\w.@+/-]{8,}/g;

/** Answers are read byte for byte; a leak is told of the first answer that has it. */
function leaksIn(answers: ReadonlyMap<string, string>, canaries: readonly Canary[]): string[] {
  const needles = canaries.flatMap(needlesOf);
  const inWords = needles.filter(({ needle }) => needle.match(WORDS)?.[0] === needle);
  const others = needles.filter((needle) => !inWords.includes(needle));
  const seen = new Set<string>();
  return [...answers].flatMap(([path, text]) => {
    const words = (text.match(WORDS) ?? []).filter((word) => !seen.has(word) && seen.add(word)).join("\n");
    const found = [
      ...inWords.filter(({ needle }) => words.includes(needle)),
      ...others.filter(({ needle }) => text.includes(needle)),
    ];
    return [...new Set(found.map(({ what }) => `${what} in ${path}`))];
  });
}

const ENTRIES = [
  "/",
  "/cases",
  "/reverifications",
  "/reverifications/new",
  "/processes",
  "/references",
  "/references?contradiction=several_references",
  "/references?contradiction=several_people",
  "/references/import",
  "/audit",
  "/account",
  "/settings/users",
  "/settings/connections",
  "/settings/retention",
  "/settings/triage",
  "/sandbox",
];

/** Somebody whose CPF the test knows, with a case and a kept picture; of nobody else. */
async function aKnownPerson(page: Page) {
  const cpf = aCpf();
  const referenceId = await aReferenceThat("match_flagged");
  const number = await aFlaggedCase(page, { cpf, referenceId });
  const reverification = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  return { cpf, number, reverification };
}

const WHOS = ["support", "analyst", "manager", "admin"] as const satisfies Who[];

test("no answer to anybody holds a CPF, an e-mail or a phone in clear, whatever link is followed", async ({
  open,
}) => {
  test.setTimeout(600_000);
  const analyst = await open("analyst");
  const { cpf, number, reverification } = await aKnownPerson(analyst);
  const known: Canary = { what: "known CPF", forms: [cpf, writeCpf(cpf)] };
  await expect
    .poll(async () => (await analyst.request.get(`/api/selfies/${reverification}`)).status())
    .toBe(200);
  const picture = await (await analyst.request.get(`/api/selfies/${reverification}`)).body();
  const face: Canary = { what: "picture", forms: [picture.subarray(800, 830)] };
  for (const who of WHOS) {
    const page = await open(who);
    const answers = await crawl(page, [
      ...ENTRIES,
      `/cases/${number}`,
      `/reverifications/${reverification}`,
      `/api/selfies/${reverification}`,
    ]);
    expect(answers.size, who).toBeGreaterThan(15);
    const mayLook = who === "analyst" || who === "manager";
    const names: Canary[] =
      who === "admin"
        ? Array.from({ length: 24 }, (_, i) => ({ what: `name ${i}`, forms: [personOf(i).name] }))
        : [];
    expect(leaksIn(answers, [...peopleCanaries, known, ...names]), who).toEqual([]);
    const faces = leaksIn(answers, [face]).filter((leak) => !leak.endsWith(`/api/selfies/${reverification}`));
    expect(faces, who).toEqual([]);
    expect(leaksIn(answers, [face]).length > 0, who).toBe(mayLook);
  }
  const nobody = await open(null);
  const answers = await crawl(nobody, ["/sign-in", ...ENTRIES, `/api/selfies/${reverification}`]);
  expect(leaksIn(answers, [...peopleCanaries, known, face])).toEqual([]);
});

test("a reveal shows one value, to the one who asked, with a reason, and masks it again", async ({
  open,
}) => {
  test.setTimeout(120_000);
  const page = await open("analyst");
  const { cpf, number } = await aKnownPerson(page);
  const known: Canary = { what: "known CPF", forms: [cpf, writeCpf(cpf)] };
  await page.clock.install();
  await openCase(page, number);
  expect(await page.content()).not.toContain(cpf);
  await page.getByRole("button", { name: "Reveal CPF", exact: true }).click();
  const reason = page.getByLabel("Reason", { exact: true });
  await expect(reason).toBeFocused();
  await expect(reason).toHaveAccessibleDescription(/^Why do you need the CPF\?/);
  await test.step("not without a reason", async () => {
    await press(page, "Reveal CPF");
    await expect(alert(page)).toHaveText("Choose a reason.");
    expect(await page.content()).not.toContain(cpf);
  });
  await reason.selectOption("confirm_identity");
  await press(page, "Reveal CPF");
  await expect(page.locator("[data-revealed]")).toHaveText(writeCpf(cpf));
  await expect(page.getByRole("status").filter({ hasText: "CPF shown for two minutes." })).toBeAttached();
  expect((await page.content()).split(writeCpf(cpf))).toHaveLength(2);
  expect(page.url()).not.toContain(cpf);
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]),
  );
  expect(kept).not.toContain(cpf);
  await test.step("no other answer holds it meanwhile", async () => {
    const again = await crawl(page, [`/cases/${number}`]);
    expect(leaksIn(again, [known])).toEqual([]);
  });
  await page.clock.runFor(121_000);
  await expect(page.locator("[data-revealed]")).toHaveCount(0);
  expect(await page.content()).not.toContain(cpf);
  const manager = await open("manager");
  await manager.goto("/audit?action=pii.reveal");
  const log = manager.getByRole("table", { name: "Audit log" });
  await expect(log.getByText("Personal data revealed").first()).toBeVisible();
  expect(await manager.content()).not.toContain(cpf);
});

test("support reveals only of people whom they looked up, and a phone screen has room for it", async ({
  open,
}) => {
  const analyst = await open("analyst");
  const { number } = await aKnownPerson(analyst);
  const support = await open("support", { viewport: { width: 390, height: 844 } });
  await openCase(support, number);
  await expect(support.getByRole("button", { name: "Reveal CPF" })).toHaveCount(0);
  const phone = await open("analyst", { viewport: { width: 390, height: 844 } });
  await openCase(phone, number);
  await phone.getByRole("button", { name: "Reveal CPF", exact: true }).click();
  await phone.keyboard.press("Escape");
  await expect(phone.getByRole("button", { name: "Reveal CPF", exact: true })).toBeFocused();
  await phone.getByRole("button", { name: "Reveal CPF", exact: true }).click();
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
});
