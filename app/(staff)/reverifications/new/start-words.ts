import type { Translator } from "#lib/i18n/translator.ts";

/** Everything that the form says, for its leaf in the browser. */
export function startWords(t: Translator<"reverifications">, verdicts: Translator<"verdicts">) {
  return {
    reference: t("start.reference"),
    finder: {
      label: t("start.referenceId"),
      hint: t("start.referenceHint"),
      find: t("start.find"),
      finding: t("start.finding"),
      use: t("start.use"),
      chosen: t("start.chosen"),
    },
    cpf: "CPF",
    cpfHint: t("start.cpfHint"),
    selfie: t("start.selfie"),
    selfieHint: t("start.selfieHint"),
    oversize: t("refusal.picture_large"),
    file: {
      choose: t("start.choose"),
      replace: t("start.replace"),
      remove: t("start.remove"),
      format: t("start.format"),
      formatRule: t("start.formatRule"),
      size: t("start.size"),
      sizeRule: t("start.sizeRule"),
      resolution: t("start.resolution"),
      resolutionRule: t("start.resolutionRule"),
    },
    liveness: verdicts("liveness.not_measured"),
    livenessNone: t("start.livenessNone"),
    confirm: t("start.confirm"),
    subsidiary: t("start.subsidiary"),
    reason: t("start.reason"),
    submit: t("start.submit"),
    submitting: t("start.submitting"),
    paid: t("start.paid"),
    /** `{names}` stands for the labels of the wrong fields. */
    check: t("start.check", { names: "{names}" }),
  };
}
export type StartWords = ReturnType<typeof startWords>;
