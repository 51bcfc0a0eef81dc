import type { ReactNode } from "react";
import { Reveal } from "#components/ui/reveal.tsx";
import type { UserCtx } from "#lib/features/context.ts";
import { REVEAL_REASONS, type RevealField, type RevealPlace } from "#lib/features/revealing/schema.ts";
import { mayReveal } from "#lib/features/revealing/service.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { revealAction } from "./reveal-actions.ts";

/** Null for those who reveal nothing of that record. */
export type RevealOffer = { place: RevealPlace; record: string; t: Translator<"privacy"> } | null;

export async function revealOffer(
  ctx: UserCtx,
  place: RevealPlace,
  record: string,
  t: Translator<"privacy">,
): Promise<RevealOffer> {
  return (await mayReveal(ctx, place, record)) ? { place, record, t } : null;
}

type Props = { field: RevealField; offer?: RevealOffer | undefined; children: ReactNode };

/** A masked value, and beside it the way to see it in the clear for those who may. */
export function Revealable({ field, offer, children }: Props) {
  if (!offer) return children;
  const { place, record, t } = offer;
  const name = t(`reveal.field.${field}`);
  return (
    <Reveal
      action={revealAction}
      what={{ field, place, record }}
      masked={children}
      reasons={[
        { value: "", label: t("reveal.choose") },
        ...REVEAL_REASONS.map((value) => ({ value, label: t(`reveal.reason.${value}`) })),
      ]}
      words={{
        reveal: t("reveal.button", { field: name }),
        why: t("reveal.why", { field: name }),
        audited: t("reveal.audited"),
        show: t("reveal.show"),
        showing: t("reveal.showing"),
        cancel: t("reveal.cancel"),
        hide: t("reveal.hide"),
        copy: t("reveal.copy"),
        copied: t("reveal.copied"),
        shown: t("reveal.shown", { field: name }),
        hidden: t("reveal.hidden", { field: name }),
        left: t("reveal.left", { left: "{left}" }),
      }}
    />
  );
}
