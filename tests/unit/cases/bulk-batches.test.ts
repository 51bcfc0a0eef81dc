import { expect, it } from "vitest";
import type { Batch } from "#app/(staff)/cases/bulk-actions.ts";
import { type Asked, askedBy, sendBatches } from "#app/(staff)/cases/bulk-batches.ts";
import type { FormState } from "#components/ui/use-action-form.ts";

const formOf = (fields: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};
const ASSIGN = { act: "assign", run: "r1", assignee: "lia" };
/** What is left to send once the choice stands no more. */
const LEFT = { act: "assign", run: "r1" };
const batch = (next: number | null): FormState<Batch> => ({
  status: "done",
  value: { changed: 50, same: 0, failed: [], next },
});
const refused = { status: "refused", code: "step_up", message: "Prove it." } as const;

/** Sends a form; tells what each request of it carried. */
async function sent(asked: Asked, answers: FormState<Batch>[], isStopped = () => false) {
  const requests: Record<string, FormDataEntryValue>[] = [];
  const told: FormState<Batch>[] = [];
  const isWhole = await sendBatches(asked, {
    send: async (form) => {
      requests.push(Object.fromEntries(form));
      return answers.shift() ?? refused;
    },
    tell: (state) => told.push(state),
    isStopped,
  });
  return { isWhole, requests, told };
}

it.each([
  ["the proof ran out", refused],
  ["no answer came", { status: "refused", code: "connection_lost", message: "Lost." } as const],
  ["it was called invalid", { status: "invalid", fields: { act: "No." } } as const],
])("a run broken in the middle because %s goes on from there, as it was asked for", async (_name, broken) => {
  const asked = askedBy(formOf({ ...ASSIGN, stepUp: "111111" }), null);
  expect(await sent(asked, [batch(10_050), batch(10_100), broken])).toEqual({
    isWhole: false,
    requests: [
      { ...ASSIGN, stepUp: "111111", after: "" },
      { ...ASSIGN, after: "10050" },
      { ...ASSIGN, after: "10100" },
    ],
    told: [batch(10_050), batch(10_100), broken],
  });
  const again = askedBy(formOf({ ...LEFT, stepUp: "222222" }), asked);
  expect(await sent(again, [batch(10_150), batch(null)])).toMatchObject({
    isWhole: true,
    requests: [
      { ...ASSIGN, stepUp: "222222", after: "10100" },
      { ...ASSIGN, after: "10150" },
    ],
  });
});

it("a proof that was wrong is not sent again with the next", async () => {
  const asked = askedBy(formOf(ASSIGN), null);
  await sent(asked, [batch(10_050), refused]);
  await sent(askedBy(formOf({ ...LEFT, stepUp: "000000" }), asked), [refused]);
  const { requests } = await sent(askedBy(formOf(LEFT), asked), [batch(null)]);
  expect(requests).toEqual([{ ...ASSIGN, after: "10050" }]);
});

it("a run that was refused before its first batch is asked for anew, with what is chosen by now", async () => {
  const asked = askedBy(formOf(ASSIGN), null);
  await sent(asked, [refused]);
  const other = formOf({ ...ASSIGN, assignee: "rui", stepUp: "111111" });
  const { requests } = await sent(askedBy(other, asked), [batch(null)]);
  expect(requests).toEqual([{ ...ASSIGN, assignee: "rui", stepUp: "111111", after: "" }]);
});

it("a run that is stopped is whole, and says from where it would go on", async () => {
  const asked = askedBy(formOf(ASSIGN), null);
  const { isWhole, requests } = await sent(asked, [batch(10_050)], () => true);
  expect([isWhole, requests.length, asked.after]).toEqual([true, 1, 10_050]);
});
