import { demoPassword, emailOf, NAMES } from "#tests/support/e2e-people.ts";
import { aCpf, aReferenceThat, countPaidCalls, writtenOut } from "#tests/support/e2e-sandbox.ts";
import {
  aStart,
  decideAndReturn,
  fact,
  openCase,
  press,
  startReverification,
  take,
} from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

test("an alert becomes a case, a decision, an approval and a line in the log", async ({ open }) => {
  const [referenceId, cpf] = [await aReferenceThat("match_flagged"), aCpf()];
  const analyst = await open(null);

  await test.step("the analyst signs in, and comes to where they wanted to go", async () => {
    await analyst.goto("/reverifications/new");
    await analyst.getByLabel("Email").fill(emailOf("analyst"));
    await analyst.getByLabel("Password", { exact: true }).fill(demoPassword());
    await press(analyst, "Sign in");
    await expect(analyst).toHaveURL("/reverifications/new");
  });

  await test.step("a re-verification shows every signal, and no match hides the alert", async () => {
    await startReverification(analyst, await aStart({ referenceId, cpf }));
    await expect(fact(analyst, "State")).toContainText("completed");
    await expect(fact(analyst, "Outcome")).toContainText("match_flagged");
    await expect(fact(analyst, "identityFraudsters")).toContainText("yes");
    await expect(fact(analyst, "biometryToken")).toContainText("true");
    await expect(fact(analyst, "Unico process")).toContainText(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(await countPaidCalls(referenceId)).toBe(1);
    expect(await analyst.content()).not.toMatch(writtenOut(cpf));
  });

  const number = await analyst.getByRole("status").getByRole("link").innerText();
  await test.step(`case ${number} is taken and decided, and its own decision cannot be approved`, async () => {
    await analyst.getByRole("status").getByRole("link", { name: number }).click();
    await expect(analyst.getByRole("heading", { level: 1 })).toContainText(number);
    await take(analyst);
    await expect(fact(analyst, "State")).toContainText("in_review");
    await press(analyst, "Decide");
    await decideAndReturn(analyst, number, "Confirmed fraud");
    await expect(fact(analyst, "State")).toContainText("awaiting_approval");
    await expect(analyst.getByRole("button", { name: "Approve" })).toHaveCount(0);
    expect(await analyst.content()).not.toMatch(writtenOut(cpf));
  });

  await test.step("a second person approves it", async () => {
    const second = await open("analyst2");
    await openCase(second, number);
    await press(second, "Approve");
    await expect(fact(second, "State")).toContainText("closed");
    await expect(second.getByRole("main")).toContainText(NAMES.analyst);
  });

  await test.step("the manager reads the whole of it in the log", async () => {
    const manager = await open("manager");
    await manager.goto("/audit");
    await manager.getByRole("searchbox", { name: "Search" }).fill(number);
    await manager.keyboard.press("Enter");
    await expect(manager).toHaveURL(new RegExp(`entity=${number}`));
    const log = manager.getByRole("table", { name: "Audit log" });
    for (const [who, did] of [
      [NAMES.analyst, "Case opened"],
      [NAMES.analyst, "Case taken"],
      [NAMES.analyst, "Case decided"],
      [NAMES.analyst2, "Decision approved"],
    ] as const) {
      await expect(log.getByRole("row").filter({ hasText: who }).filter({ hasText: did })).toHaveCount(1);
    }
    expect(await manager.content()).not.toMatch(writtenOut(cpf));
  });
});
