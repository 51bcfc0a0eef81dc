import type { Given } from "./given.ts";
import { floorText } from "./sentence.ts";

/** Everything that the form says, for the version that saving it would make. */
export function formWords(t: Given["t"], number: number, given: Given) {
  return {
    list: t("rules"),
    off: t("off"),
    floor: t("floor.title"),
    floorText: floorText(given),
    why: t("field.why"),
    whyHint: t("field.whyHint"),
    dryRun: t("dryRun"),
    trying: t("trying"),
    save: t("save", { number: String(number) }),
    saving: t("saving"),
    fix: t("fix"),
    field: {
      name: t("field.name"),
      place: t("field.place"),
      placeHint: t("field.placeHint"),
      on: t("field.on"),
      remove: t("field.remove"),
      conditions: t("field.conditions"),
      fraudsters: t("field.fraudsters"),
      outcomes: t("field.outcomes"),
      biometry: t("field.biometry"),
      liveness: t("field.liveness"),
      any: t("field.any"),
      scoreMin: t("field.scoreMin"),
      scoreMax: t("field.scoreMax"),
      scoreHint: t("field.scoreHint"),
      subsidiaries: t("field.subsidiaries"),
      branch: t("value.branch"),
      repeatsLeast: t("field.repeatsLeast"),
      repeatsLeastHint: t("field.repeatsLeastHint"),
      repeatsDays: t("field.repeatsDays"),
      opens: t("field.opens"),
      dueHours: t("field.dueHours"),
      dueHint: t("field.dueHint"),
    },
  };
}
