import type { Given } from "#app/(staff)/cases/given.ts";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { mentionWords } from "./case-note.tsx";
import type { Act, DoneAct } from "./done.ts";

const DONE = [
  "take",
  "take_over",
  "release",
  "assign",
  "prioritise",
  "wait",
  "resume",
  "escalate",
  "approve",
  "send_back",
  "reopen",
  "note",
] as const satisfies readonly DoneAct[];
const ACTS = [...DONE, "decide", "undo"] as const;

const wordsOf = <K extends string>(keys: readonly K[], say: (key: K) => string) =>
  Object.fromEntries(keys.map((key) => [key, say(key)])) as Record<K, string>;

/** All that the form says, in the person's language. */
export function deskWords(t: Given["t"], found: CaseWhole) {
  return {
    form: t("desk.formLabel"),
    decision: t("desk.decision"),
    reasons: t("desk.reasons"),
    reasonsHint: t("desk.reasonsHint"),
    note: t("desk.note"),
    hint: found.isErased ? erasedHint(t, found) : `${hintOf(t, found)} ${t("written.hintMention")}`,
    assignee: t("desk.assignee"),
    choosePerson: t("desk.choosePerson"),
    priority: t("desk.priority"),
    act: {
      take: t("desk.take"),
      take_over: t("desk.take_over"),
      release: t("desk.release"),
      assign: t("desk.assign"),
      prioritise: t("desk.prioritise"),
      wait: t("desk.wait"),
      resume: t("desk.resume"),
      escalate: t("desk.escalate"),
      decide: t("desk.save"),
      undo: t("decided.undo"),
      approve: t("desk.approve"),
      send_back: t("desk.sendBack"),
      reopen: t("desk.reopen"),
      note: t("desk.addNote"),
    } satisfies Record<Act, string>,
    busy: wordsOf(ACTS, (act) => t(`desk.busy.${act}`)),
    done: wordsOf(DONE, (act) => t(`desk.done.${act}`)),
    mention: mentionWords(t),
  };
}

/** An open case of theirs still comes to its end. */
const erasedHint = (t: Given["t"], { closedAt }: CaseWhole) =>
  closedAt ? t("failure.case_erased") : t("written.hintErased");

/** What the note is for: it serves whichever button is pressed. */
function hintOf(t: Given["t"], { may, assignee }: CaseWhole): string {
  if (may.decide) return t("desk.noteForSettingAside");
  if (may.approve) return t("desk.noteForReview");
  if (may.reopen) return t("desk.noteForReopen");
  if (may.take_over && assignee) return t("desk.noteForTakeOver", { name: assignee.name });
  return t("desk.noteHint");
}
