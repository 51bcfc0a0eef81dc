import Link from "next/link";
import { AuthFrame } from "#app/(auth)/frame.tsx";
import { recoveryWords, setUpWords } from "#components/accounts/words.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { pendingContext } from "#lib/entry/current.ts";
import { pageWords } from "#lib/entry/page.ts";
import { offerFirst } from "#lib/features/accounts/second-factor.ts";
import { pictureOf } from "#lib/features/accounts/second-factor-picture.ts";
import type { PendingCtx } from "#lib/features/accounts/sessions.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { startOverAction } from "./actions.ts";
import { CodeForm, RecoveryForm } from "./code-form.tsx";
import { SetUpForm } from "./set-up-form.tsx";

type Props = { target: string; withRecovery: boolean };
type T = Translator<"secondFactor">;

/** What follows a right password: setting the second factor up, a code of it, or, just set up, going on. */
export async function SecondStep({ target, withRecovery }: Props) {
  const [ctx, { words }] = await Promise.all([pendingContext(), pageWords()]);
  const t = words("secondFactor");
  const submit = { submit: words("signIn")("submit"), submitting: words("signIn")("submitting") };
  if (!ctx) return null;
  const { factor, confirmedAt, email } = ctx.pending;
  // One place for both: what the form shows after its code, the recovery codes, outlives a page that is drawn anew.
  if (factor === "set_up" || confirmedAt) {
    return (
      <AuthFrame title={t(confirmedAt ? "codes.lostTitle" : "setUp.title")}>
        <SetUp ctx={ctx} target={target} t={t} />
        <StartOver t={t} />
      </AuthFrame>
    );
  }
  const hrefOf = (way: string) => `/sign-in?${way}from=${encodeURIComponent(target)}`;
  return (
    <AuthFrame title={words("signIn")("title")}>
      <p className="text-ink-2">{t("signedInAs", { email })}</p>
      {withRecovery ? (
        <RecoveryForm from={target} words={{ label: t("recovery"), hint: t("recoveryHint"), ...submit }} />
      ) : (
        <CodeForm from={target} words={{ label: t("code"), hint: t("codeHint"), ...submit }} />
      )}
      <p>
        <Link
          className="link inline-flex min-h-6 items-center touch:min-h-10"
          href={hrefOf(withRecovery ? "" : "with=recovery&")}
          prefetch={false}
        >
          {t(withRecovery ? "useCode" : "useRecovery")}
        </Link>
      </p>
      <StartOver t={t} />
    </AuthFrame>
  );
}

const StartOver = ({ t }: { t: T }) => (
  <form action={startOverAction}>
    <SubmitButton variant="quiet" busyLabel={t("startingOver")}>
      {t("startOver")}
    </SubmitButton>
  </form>
);

async function SetUp({ ctx, target, t }: { ctx: PendingCtx; target: string; t: T }) {
  const offer = ctx.pending.factor === "set_up" ? await offerFirst(ctx) : null;
  return (
    <SetUpForm
      from={target}
      offered={offer && { ...offer, picture: pictureOf(offer.address) }}
      words={{
        why: t("setUp.why"),
        lost: t("codes.lostText"),
        setUp: setUpWords(t),
        codes: recoveryWords(t),
        kept: { submit: t("codes.kept"), submitting: t("codes.goingOn") },
        goOn: { submit: t("codes.goOn"), submitting: t("codes.goingOn") },
      }}
    />
  );
}
