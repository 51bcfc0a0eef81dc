import type { Translator } from "#lib/i18n/translator.ts";

type T = Translator<"reconciling">;

/** What the browser's part of the page says, in the language of whoever reads it. */
export const waysOutWords = (t: T, isWorking: boolean) => ({
  read: {
    title: t("read.title"),
    text: t(isWorking ? "read.textWorking" : "read.text"),
    do: t("read.do"),
    busy: t("read.busy"),
  },
  propose: {
    title: t("propose.title"),
    text: t("propose.text"),
    says: t("propose.says"),
    processId: t("propose.processId"),
    processIdHint: t("propose.processIdHint"),
    note: t("propose.note"),
    noteHint: t("propose.noteHint"),
    do: t("propose.do"),
    busy: t("propose.busy"),
    option: {
      absent: t("option.absent"),
      error: t("option.error"),
      process: t("option.process"),
    },
  },
  open: {
    title: t("open.title"),
    steps: t("open.steps"),
    recorded: t("open.recorded"),
    youConfirm: t("open.youConfirm"),
    secondConfirms: t("open.secondConfirms"),
    settled: t("open.settled"),
    own: t("open.own"),
    reason: t("open.reason"),
    reasonHint: t("open.reasonHint"),
    confirm: t("open.confirm"),
    confirming: t("open.confirming"),
    reject: t("open.reject"),
    rejecting: t("open.rejecting"),
    withdraw: t("open.withdraw"),
    withdrawing: t("open.withdrawing"),
  },
  anew: { title: t("anew.title"), text: t("anew.text"), do: t("anew.do") },
  done: {
    propose: t("done.propose"),
    reject: t("done.reject"),
    withdraw: t("done.withdraw"),
    confirm: t("done.confirm"),
    read: "",
  },
  came: {
    settled: t("came.settled"),
    working: t("came.working"),
    not_found: t("came.not_found"),
    gone: t("came.gone"),
    foreign: t("came.foreign"),
    unreadable: t("came.unreadable"),
    unreachable: t("came.unreachable"),
  },
});
export type WaysOutWords = ReturnType<typeof waysOutWords>;
