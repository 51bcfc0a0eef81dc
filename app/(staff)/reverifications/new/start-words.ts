import type { Translator } from "#lib/i18n/translator.ts";

/** Everything that the form says, for its leaf in the browser. */
export function startWords(
  t: Translator<"reverifications">,
  verdicts: Translator<"verdicts">,
  capture: Translator<"capture">,
) {
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
    oversize: t("refusal.picture_large"),
    picture: {
      label: t("start.selfie"),
      hint: t("start.selfieHint"),
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
        shrinking: capture("shrinking"),
        shrunk: capture("shrunk"),
      },
      webcam: {
        use: capture("webcam.use"),
        again: capture("webcam.again"),
        label: capture("webcam.label"),
        asking: capture("webcam.asking"),
        live: capture("webcam.live"),
        take: capture("webcam.take"),
        cancel: capture("webcam.cancel"),
        taken: capture("webcam.taken"),
        trouble: {
          denied: capture("webcam.trouble.denied"),
          none: capture("webcam.trouble.none"),
          busy: capture("webcam.trouble.busy"),
          insecure: capture("webcam.trouble.insecure"),
          small: capture("webcam.trouble.small"),
          other: capture("webcam.trouble.other"),
        },
      },
    },
    sdk: {
      start: capture("sdk.start"),
      startAgain: capture("sdk.startAgain"),
      starting: capture("sdk.starting"),
      done: capture("sdk.done"),
      sandboxText: capture("sdk.sandboxText"),
      trouble: {
        required: capture("sdk.required"),
        expired: capture("sdk.expired"),
        cancelled: capture("sdk.cancelled"),
        denied: capture("sdk.denied"),
        turn: capture("sdk.turn"),
        retry: capture("sdk.retry", { code: "{code}" }),
        setup: capture("sdk.setup", { code: "{code}" }),
      },
    },
    liveness: verdicts("liveness.not_measured"),
    livenessNone: t("start.livenessNone"),
    confirm: t("start.confirm"),
    subsidiary: t("start.subsidiary"),
    reason: t("start.reason"),
    submit: t("start.submit"),
    submitting: t("start.submitting"),
    paid: t("start.paid"),
    sendAnyway: t("start.sendAnyway"),
    /** `{names}` stands for the labels of the wrong fields. */
    check: t("start.check", { names: "{names}" }),
  };
}
export type StartWords = ReturnType<typeof startWords>;
