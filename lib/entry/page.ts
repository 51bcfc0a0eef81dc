import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { connection } from "next/server";
import { can, Forbidden, type Permission } from "#lib/auth/roles.ts";
import type { SessionUser } from "#lib/features/accounts/sessions.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { formatterFor } from "#lib/format.ts";
import type { Namespace } from "#lib/i18n/messages.ts";
import { type Translator, translatorFor } from "#lib/i18n/translator.ts";
import { currentLocale, currentUser, userContext } from "./current.ts";
import { tellRefusal } from "./refusal.ts";
import { safePath } from "./safe-path.ts";

/** Words and formats in the language of whoever asks; for pages that nobody needs to sign in for. */
export async function pageWords() {
  await connection();
  const locale = await currentLocale();
  return {
    locale,
    words: <N extends Namespace>(namespace: N): Translator<N> => translatorFor(locale, namespace),
    format: formatterFor(locale),
  };
}

/**
 * The way into every signed-in page. Nobody signed in: to the sign-in page. No permission: as if the page were
 * not there, and audited. The service behind the page checks again.
 */
export async function pageContext(permission: Permission | null) {
  const words = await pageWords();
  const [ctx, user] = await Promise.all([userContext(), currentUser()]);
  if (!ctx || !user) redirect(await signInPath());
  if (permission && !can(ctx.actor, permission)) await refusePage(ctx, permission);
  return { ctx, user: user satisfies SessionUser, ...words };
}

async function signInPath(): Promise<string> {
  const path = safePath((await headers()).get("x-path"));
  return path === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(path)}`;
}

export async function refusePage(ctx: UserCtx, permission: Permission): Promise<never> {
  await tellRefusal(ctx, permission, "page");
  notFound();
}

/** Runs a service for a page: a refusal reads as "not there". */
export async function orNotFound<T>(ctx: UserCtx, run: Promise<T | null>): Promise<T> {
  try {
    const found = await run;
    if (found !== null) return found;
  } catch (error) {
    if (error instanceof Forbidden) return refusePage(ctx, error.permission);
    throw error;
  }
  await watch(ctx, "not_found");
  notFound();
}
