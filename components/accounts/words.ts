import type { Translator } from "#lib/i18n/translator.ts";
import type { RecoveryWords } from "./recovery-codes.tsx";
import type { SetUpWords } from "./set-up-steps.tsx";

type T = Translator<"secondFactor">;

export const setUpWords = (t: T): SetUpWords => ({
  scan: t("setUp.scan"),
  picture: t("setUp.picture"),
  open: t("setUp.open"),
  type: t("setUp.type"),
  key: t("setUp.key"),
  copy: t("setUp.copy"),
  copied: t("setUp.copied"),
  prove: t("setUp.prove"),
  proveHint: t("setUp.proveHint"),
  code: t("code"),
  submit: t("setUp.submit"),
  submitting: t("setUp.submitting"),
});

export const recoveryWords = (t: T): RecoveryWords => ({
  title: t("codes.title"),
  text: t("codes.text"),
  list: t("codes.list"),
  copy: t("codes.copy"),
  copied: t("codes.copied"),
  print: t("codes.print"),
});
