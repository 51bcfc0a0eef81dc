import { randomUUID } from "node:crypto";
import { en as words } from "#lib/i18n/messages/reverifications.ts";
import { en as verdicts } from "#lib/i18n/messages/verdicts.ts";
import type { Outcome } from "#lib/sandbox/scenarios.ts";
import { aReferenceThat, countPaidCalls } from "#tests/support/e2e-sandbox.ts";
import { aStart, expectSaid, fact, startReverification } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

type Trouble = { answer: Outcome; state: string; title: string; paid: number };

/** Set for a reference of the test's own: a fault of the next request could meet that of another test. */
const TROUBLES: Record<string, Trouble> = {
  "400, the CPF is queued": {
    answer: "cpf_queued",
    state: "failed",
    title: words.failure.cpf_queued.title,
    paid: 0,
  },
  "500": { answer: "error_500", state: "unknown", title: words.failure.unknown_server_error.title, paid: 1 },
  "502 with HTML": {
    answer: "html_502",
    state: "unknown",
    title: words.failure.unknown_server_error.title,
    paid: 1,
  },
  "status 5": { answer: "status5", state: "failed", title: words.failure.unico_error.title, paid: 1 },
  "a connection that breaks off": {
    answer: "drop",
    state: "unknown",
    title: words.failure.unknown_reset.title,
    paid: 1,
  },
  "an answer without an id": {
    answer: "no_id",
    state: "unknown",
    title: words.failure.unknown_unreadable.title,
    paid: 1,
  },
  cancelled: {
    answer: "cancelled",
    state: "failed",
    title: words.failure.unico_cancelled.title,
    paid: 1,
  },
};

for (const [what, { answer, state, title, paid }] of Object.entries(TROUBLES)) {
  test(`Unico's trouble, ${what}: ends on a page with its own words, and is not sent again`, async ({
    open,
  }) => {
    const page = await open("analyst");
    const referenceId = await aReferenceThat(answer);
    await startReverification(page, await aStart({ referenceId }));
    await expectSaid(page, title);
    await expect(fact(page, "State")).toContainText(state);
    await expect(fact(page, "Outcome")).not.toContainText("match");
    expect(await countPaidCalls(referenceId)).toBe(paid);
  });
}

test("a reference that Unico does not know ends with words too", async ({ open }) => {
  const page = await open("analyst");
  await startReverification(page, await aStart({ referenceId: randomUUID() }));
  await expectSaid(page, words.failure.unknown_server_error.title);
  await expect(fact(page, "State")).toContainText("unknown");
});

test("an answer that takes three seconds is waited for, and the button says so", async ({ open }) => {
  const page = await open("analyst");
  const referenceId = await aReferenceThat("match", 3_000);
  const started = startReverification(page, await aStart({ referenceId }));
  await expect(page.getByRole("button", { name: words.start.submitting })).toHaveAttribute(
    "aria-busy",
    "true",
  );
  await started;
  await expect(fact(page, "State")).toContainText("completed");
  expect(await countPaidCalls(referenceId)).toBe(1);
});

test("an answer that is still being worked on shows so, and counts as nothing yet", async ({ open }) => {
  const page = await open("analyst");
  const referenceId = await aReferenceThat("pending");
  await startReverification(page, await aStart({ referenceId }));
  await expect(fact(page, "State")).toContainText("sent");
  await expectSaid(page, words.stateText.working);
});

test("what is missing in the answer is neither a pass nor a failure", async ({ open }) => {
  const page = await open("analyst");
  for (const answer of ["alert_missing", "biometry_missing"] as const) {
    await startReverification(page, await aStart({ referenceId: await aReferenceThat(answer) }));
    await expect(fact(page, "State")).toContainText("completed");
    await expect(fact(page, "Outcome")).toContainText(verdicts.outcome.undecided);
    await expect(page.getByRole("status").getByRole("link")).toHaveText(/^\d{5,}$/);
  }
});

test("another answer about fraud than yes opens a case too, and its raw value is kept", async ({ open }) => {
  const page = await open("analyst");
  await startReverification(page, await aStart({ referenceId: await aReferenceThat("alert_unknown") }));
  await expect(fact(page, "identityFraudsters")).toContainText("suspicious");
  await expect(page.getByRole("status").getByRole("link")).toHaveText(/^\d{5,}$/);
});
