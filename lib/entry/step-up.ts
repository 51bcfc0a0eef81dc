import "server-only";
import { cookies, headers } from "next/headers";
import { isFresh } from "#lib/features/accounts/rules.ts";
import { stepUp, stepUpWayOf } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { currentDevice } from "./device-cookie.ts";
import { sessionCookie } from "./next-auth.ts";
import { safePath } from "./safe-path.ts";

/** The member of any form that carries a fresh proof; no schema of an action sees it. */
export const STEP_UP_FIELD = "stepUp";

/** The one more field that a form shows, in words of the person's language. */
export type StepUpAsk =
  | { way: "code"; label: string; hint: string }
  | { way: "password"; label: string; hint: string }
  | { way: "company"; label: string; href: string };

export type StepUpRefusal = { status: "refused"; code: "step_up"; message: string; stepUp: StepUpAsk };

/** The context to act in: with the proof that came along taken, or as it is where none is needed. Null: a wrong one. */
export async function confirmedContext(ctx: UserCtx, proof: unknown): Promise<UserCtx | null> {
  if (typeof proof !== "string" || proof === "" || isFresh(ctx.confirmedAt, ctx.now())) return ctx;
  const confirmed = await stepUp(ctx, proof, await currentDevice());
  if (!confirmed.ok) return null;
  (await cookies()).set(await sessionCookie(confirmed.value.actor.sessionId));
  return confirmed.value;
}

/** Asks for a fresh proof in the form at hand: for the first time, or again after a wrong one. */
export async function askToStepUp(ctx: UserCtx, locale: Locale, wasWrong: boolean): Promise<StepUpRefusal> {
  const way = await stepUpWayOf(ctx);
  const t = translatorFor(locale, "secondFactor");
  const refused = { status: "refused", code: "step_up" } as const;
  switch (way) {
    case "code":
      return {
        ...refused,
        message: t(wasWrong ? "stepUp.wrongCode" : "stepUp.code"),
        stepUp: { way, label: t("code"), hint: t("stepUp.codeHint") },
      };
    case "password":
      return {
        ...refused,
        message: t(wasWrong ? "stepUp.wrongPassword" : "stepUp.password"),
        stepUp: { way, label: t("stepUp.passwordLabel"), hint: t("stepUp.passwordHint") },
      };
    case "company": {
      const from = safePath((await headers()).get("x-path"));
      const href = `/sign-in/company?again=on&from=${encodeURIComponent(from)}`;
      return {
        ...refused,
        message: t("stepUp.company"),
        stepUp: { way, label: t("stepUp.toCompany"), href },
      };
    }
  }
}
