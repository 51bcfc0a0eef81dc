import type { FoundReference } from "#lib/features/references/finding.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

/** A reference as the form shows it: masked, in the person's language. */
export type ReferenceCard = { id: string; name: string; cpf: string; place: string; used: string };

export function cardOf(
  { id, person, subsidiary, enrolledAt, used }: FoundReference,
  t: Translator<"reverifications">,
  format: Formatter,
): ReferenceCard {
  const date = enrolledAt ? format.date(enrolledAt) : t("start.notEnrolled");
  return {
    id,
    name: person?.name ?? t("start.nobody"),
    cpf: person?.cpf ?? t("start.noCpf"),
    place: subsidiary ? `${date}, ${subsidiary}` : date,
    used: t("start.used", { count: used }),
  };
}
