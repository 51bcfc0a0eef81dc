import type { ReactNode } from "react";
import { buttonClass } from "#components/ui/button-look.ts";
import { Icon } from "#components/ui/icon.tsx";
import { Reveal } from "#components/ui/reveal.tsx";
import { RevealInRows } from "#components/ui/reveal-in-rows.tsx";
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
      reasons={reasonsOf(t)}
      words={wordsOf(t, name)}
    />
  );
}

const reasonsOf = (t: Translator<"privacy">) => [
  { value: "", label: t("reveal.choose") },
  ...REVEAL_REASONS.map((value) => ({ value, label: t(`reveal.reason.${value}`) })),
];

/** `name`: of the field. */
const wordsOf = (t: Translator<"privacy">, name: string) => ({
  reveal: t("reveal.button", { field: name }),
  reason: t("reveal.label"),
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
});

type InList = { field: RevealField; place: RevealPlace; t: Translator<"privacy"> };

/** Once beside a table whose rows have a `RevealButton`. */
export function RevealInList({ field, place, t }: InList) {
  return (
    <RevealInRows
      action={revealAction}
      what={{ field, place }}
      reasons={reasonsOf(t)}
      words={wordsOf(t, t(`reveal.field.${field}`))}
    />
  );
}

type OfRow = { field: RevealField; record: string; name: string; t: Translator<"privacy"> };

/** `name`: of whom, as the row has it. */
export function RevealButton({ field, record, name, t }: OfRow) {
  const label = t("reveal.buttonOf", { field: t(`reveal.field.${field}`), name });
  return (
    <button
      type="button"
      data-reveal={record}
      aria-label={label}
      title={t("reveal.button", { field: t(`reveal.field.${field}`) })}
      className={buttonClass({ size: "s", variant: "quiet" })}
    >
      <Icon name="eye" size={14} />
    </button>
  );
}
