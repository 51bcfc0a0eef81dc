import { en as words } from "#lib/i18n/messages/reverifications.ts";
import { aReferenceThat, breakNext, countPaidCalls } from "#tests/support/e2e-sandbox.ts";
import { aStart, expectSaid, fact, startReverification } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

// A fault strikes the next request whoever sends it, so these run when nothing else does.

const REFUSED = { kind: "status", status: 400 } as const;

for (const [code, title] of [
  ["20003", words.failure.request_invalid.title],
  ["20507", words.failure.cpf_invalid.title],
] as const) {
  test(`400 ${code} is a refusal, with the code to hand on`, async ({ open }) => {
    const page = await open("analyst");
    const referenceId = await aReferenceThat("match");
    await breakNext({ ...REFUSED, code });
    await startReverification(page, await aStart({ referenceId }));
    await expectSaid(page, title);
    await expect(fact(page, "State")).toContainText("refused");
    await expect(page.getByRole("main")).toContainText(code);
    expect(await countPaidCalls(referenceId)).toBe(0);
  });
}

test("reset after the work was done: unknown, and never sent again", async ({ open }) => {
  const page = await open("analyst");
  const referenceId = await aReferenceThat("match");
  await breakNext({ kind: "reset_after" });
  await startReverification(page, await aStart({ referenceId }));
  await expectSaid(page, words.failure.unknown_reset.title);
  await expect(fact(page, "State")).toContainText("unknown");
  expect(await countPaidCalls(referenceId)).toBe(1);
});

for (const kind of ["retry_429", "token_expired"] as const) {
  test(`${kind}: nothing was worked on, so it is sent again and goes through`, async ({ open }) => {
    const page = await open("analyst");
    const referenceId = await aReferenceThat("match");
    await breakNext({ kind });
    await startReverification(page, await aStart({ referenceId }));
    await expect(fact(page, "State")).toContainText("completed");
    expect(await countPaidCalls(referenceId)).toBe(1);
  });
}

test("a look-up that Unico does not answer keeps the id and says what to do", async ({ open }) => {
  const page = await open("support");
  await breakNext({ kind: "html", method: "GET", path: "/client/v1/process", count: 5 });
  await page.goto("/processes");
  const id = crypto.randomUUID();
  await page.getByLabel("Process ID", { exact: true }).fill(id);
  await page.getByRole("button", { name: "Look up", exact: true }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Unico has a fault");
  await expect(page.getByLabel("Process ID", { exact: true })).toHaveValue(id);
});
