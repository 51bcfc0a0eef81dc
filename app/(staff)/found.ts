import type { Found } from "#components/shell/use-answer.ts";
import type { Hit } from "#lib/features/finding/service.ts";
import { hrefOfProcess } from "#lib/features/processes/schema.ts";
import { shortId } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { caseHref } from "./cases/given.ts";

/** A hit in words, and where it leads: to a page of its own, or to the list narrowed by an opaque id. */
export function foundOf(hit: Hit, t: Translator<"finding">): Found {
  const who = [hit.person?.name, hit.person?.cpf].filter((each) => each != null).join(", ");
  switch (hit.kind) {
    case "case":
      return { href: caseHref(hit.number), title: t("case", { number: String(hit.number) }), text: who };
    case "reverification":
      return {
        href: `/reverifications/${hit.id}`,
        title: t("reverification", { number: String(hit.number) }),
        text: who,
      };
    case "process":
      return { href: hrefOfProcess(hit.id), title: t("process", { id: shortId(hit.id) }), text: who };
    case "reference":
      return { href: `/references?q=${hit.id}`, title: t("reference", { id: shortId(hit.id) }), text: who };
    case "person":
      return { href: `/${hit.place}?subject=${hit.id}`, title: who, text: t(`at.${hit.place}`) };
  }
}
