import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Acknowledged } from "./invariants.ts";
import { referenceOf } from "./reference.ts";
import type { Serving } from "./serving-process.ts";

type Form = {
  readonly key: string;
  readonly referenceId: string;
  /** Who it was sent to last. */
  serving: Serving | null;
  /** unanswered: nobody knows. told: its id was given. ended: nothing more comes. failed: an error was shown. */
  state: "unanswered" | "told" | "ended" | "failed";
};

export type People = ReturnType<typeof createPeople>;

/** As many requests as a browser-facing server has open at once, before it is asked for more. */
const UNANSWERED_AT_ONCE = 40;
const POLL_MS = 5;

/** Those who send forms, and remember what they were told: the outside ledger of every rig. */
export function createPeople() {
  const forms = new Map<string, Form>();
  /** Those from which something may still come. */
  const open = new Set<Form>();
  const acknowledged: Acknowledged[] = [];
  const refusals: string[] = [];
  const ends = new WeakMap<Serving, number>();
  const heard = new WeakSet<Serving>();
  let people = 0;

  /** Listens to a process from its first form on. */
  function hear(serving: Serving): void {
    if (heard.has(serving)) return;
    heard.add(serving);
    serving.told.on("told", (told) => {
      if (!("key" in told)) return;
      const form = forms.get(told.key);
      if (form?.serving !== serving) return;
      if (told.kind === "acknowledged") {
        acknowledged.push({ key: told.key, id: told.id });
        form.state = "told";
        return;
      }
      if (told.kind === "refused") refusals.push(told.code);
      if (told.kind === "threw") refusals.push(told.message);
      if (told.kind === "ended") ends.set(serving, (ends.get(serving) ?? 0) + 1);
      form.state = told.kind === "ended" || form.state === "told" ? "ended" : "failed";
      if (form.state === "ended") open.delete(form);
    });
  }

  function send(form: Form, serving: Serving): void {
    hear(serving);
    form.serving = serving;
    form.state = "unanswered";
    serving.tell({ kind: "start", key: form.key, referenceId: form.referenceId });
  }

  const those = (serving: Serving | null, ...states: Form["state"][]): Form[] =>
    [...open].filter((form) => states.includes(form.state) && (serving === null || form.serving === serving));

  return {
    acknowledged,
    /** What people were shown instead of an id, in the program's own words. */
    refusals,
    count: () => forms.size,
    ask(serving: Serving, referenceId = referenceOf(people)): string {
      people += 1;
      const form: Form = { key: randomUUID(), referenceId, serving: null, state: "unanswered" };
      forms.set(form.key, form);
      open.add(form);
      send(form, serving);
      return form.key;
    },
    /** Asks until that many are under way with this process, or it is gone. */
    async fill(serving: Serving, inFlight: number): Promise<void> {
      while (serving.isAlive() && those(serving, "unanswered", "told").length < inFlight) {
        if (those(serving, "unanswered").length < UNANSWERED_AT_ONCE) this.ask(serving);
        else await sleep(POLL_MS);
      }
    },
    /** Sends every form again that was not answered with an id, as people do. */
    async askAgain(serving: Serving): Promise<number> {
      for (const form of those(null, "told")) if (form.serving?.isAlive() !== true) open.delete(form);
      const again = those(null, "unanswered", "failed").filter(
        (form) => form.state === "failed" || form.serving?.isAlive() !== true,
      );
      for (const form of again) {
        while (serving.isAlive() && those(serving, "unanswered").length >= UNANSWERED_AT_ONCE)
          await sleep(POLL_MS);
        send(form, serving);
      }
      return again.length;
    },
    /** Waits until nothing is under way, and sends again what was answered with an error until everybody has an id. */
    async settleDown(servings: readonly Serving[], timeoutMs: number): Promise<void> {
      const giveUpAt = Date.now() + timeoutMs;
      for (;;) {
        await this.untilQuiet(servings, timeoutMs);
        const serving = servings.find((each) => each.isAlive());
        if (!serving || (await this.askAgain(serving)) === 0) return;
        if (Date.now() > giveUpAt) throw new Error("people still get errors");
      }
    },
    ended: (serving: Serving) => ends.get(serving) ?? 0,
    stateOf: (key: string) => forms.get(key)?.state,
    inFlight: (serving: Serving) => those(serving, "unanswered", "told").length,
    unanswered: (serving: Serving) => those(serving, "unanswered").length,
    /** Waits until nothing is under way with these processes. */
    async untilQuiet(servings: readonly Serving[], timeoutMs: number): Promise<void> {
      const giveUpAt = Date.now() + timeoutMs;
      while (servings.some((each) => each.isAlive() && those(each, "unanswered", "told").length > 0)) {
        if (Date.now() > giveUpAt) throw new Error("what is under way does not come to an end");
        await sleep(50);
      }
    },
  };
}
