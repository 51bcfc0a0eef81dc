import "server-only";
import { z } from "zod";
import { Forbidden } from "#lib/auth/roles.ts";
import type { PendingCtx } from "#lib/features/accounts/sessions.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import type { OpenCtx, UserCtx } from "#lib/features/context.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import type { Result } from "#lib/result.ts";
import { currentLocale, openContext, pendingContext, userContext } from "./current.ts";
import { orNotKept } from "./not-kept.ts";
import { tellRefusal } from "./refusal.ts";
import { askToStepUp, confirmedContext, STEP_UP_FIELD, type StepUpAsk } from "./step-up.ts";

/** What a form shows after it was sent. Words are in the person's language already. */
export type ActionState<T = unknown> =
  | { status: "idle" }
  | { status: "invalid"; fields: Record<string, string> }
  | { status: "refused"; code: string; message: string; about?: About; stepUp?: StepUpAsk }
  | { status: "done"; value: T };

/** What a refusal is about: its id, to be sent back with a "yes, all the same", and where to look at it. */
export type About = { id: string; href: string; label: string };
type Refusal = { code: string };
type Words<F extends Refusal> = (locale: Locale, failure: F) => string | { message: string; about: About };
type Action<T> = (before: ActionState<T>, form: FormData) => Promise<ActionState<T>>;

/** Nobody who uses the pages sends anything but a form: there are no fields to show words at. */
const NO_FORM: ActionState<never> = { status: "invalid", fields: {} };

const refused = (locale: Locale, code: "forbidden" | "signed_out"): ActionState<never> => ({
  status: "refused",
  code,
  message: translatorFor(locale, "errors")(`refusal.${code}`),
});

/**
 * Makes a server action, which is a public address: who, parse, run, and every expected failure as a value.
 * `wordsOf` turns a failure of the service into a sentence that says what to do.
 */
export function staffAction<S extends z.ZodType, T, F extends Refusal>(
  schema: S,
  run: (ctx: UserCtx, input: z.output<S>) => Promise<Result<T, F>>,
  wordsOf: Words<F>,
): Action<T> {
  return orNotKept(async (_before, form) => {
    const [ctx, locale] = await Promise.all([userContext(), currentLocale()]);
    if (!ctx) return refused(locale, "signed_out");
    if (!(form instanceof FormData)) return NO_FORM;
    const { [STEP_UP_FIELD]: proof, ...members } = membersOf(form);
    const input = schema.safeParse(members);
    if (!input.success) return { status: "invalid", fields: fieldsOf(locale, input.error) };
    try {
      const confirmed = await confirmedContext(ctx, proof);
      if (!confirmed) return await askToStepUp(ctx, locale, true);
      return stateOf(locale, await run(confirmed, input.data), wordsOf);
    } catch (error) {
      if (error instanceof StepUpNeeded) return askToStepUp(ctx, locale, false);
      if (!(error instanceof Forbidden)) throw error;
      await tellRefusal(ctx, error.permission, "action");
      return refused(locale, "forbidden");
    }
  });
}

/** The same for what happens before sign-in. */
export function openAction<S extends z.ZodType, T, F extends Refusal>(
  schema: S,
  run: (ctx: OpenCtx, input: z.output<S>) => Promise<Result<T, F>>,
  wordsOf: Words<F>,
): Action<T> {
  return orNotKept(async (_before, form) => {
    const [ctx, locale] = await Promise.all([openContext(), currentLocale()]);
    if (!(form instanceof FormData)) return NO_FORM;
    const input = schema.safeParse(membersOf(form));
    if (!input.success) return { status: "invalid", fields: fieldsOf(locale, input.error) };
    return stateOf(locale, await run(ctx, input.data), wordsOf);
  });
}

/** The same between the password and the second factor. */
export function pendingAction<S extends z.ZodType, T, F extends Refusal>(
  schema: S,
  run: (ctx: PendingCtx, input: z.output<S>) => Promise<Result<T, F>>,
  wordsOf: Words<F>,
): Action<T> {
  return orNotKept(async (_before, form) => {
    const [ctx, locale] = await Promise.all([pendingContext(), currentLocale()]);
    const message = translatorFor(locale, "secondFactor")("refusal.pending_over");
    if (!ctx) return { status: "refused", code: "pending_over", message };
    if (!(form instanceof FormData)) return NO_FORM;
    const input = schema.safeParse(membersOf(form));
    if (!input.success) return { status: "invalid", fields: fieldsOf(locale, input.error) };
    return stateOf(locale, await run(ctx, input.data), wordsOf);
  });
}

function stateOf<T, F extends Refusal>(
  locale: Locale,
  result: Result<T, F>,
  wordsOf: Words<F>,
): ActionState<T> {
  if (result.ok) return { status: "done", value: result.value };
  const words = wordsOf(locale, result.failure);
  const { code } = result.failure;
  return typeof words === "string"
    ? { status: "refused", code, message: words }
    : { status: "refused", code, ...words };
}

/** A repeated name is a list; what Next adds for itself is left out. */
function membersOf(form: FormData): Record<string, unknown> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith("$ACTION"));
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}

function fieldsOf(locale: Locale, error: z.ZodError): Record<string, string> {
  const t = translatorFor(locale, "errors");
  const fields = z.flattenError(error).fieldErrors as Record<string, string[] | undefined>;
  return Object.fromEntries(
    Object.entries(fields).map(([name, messages]) => {
      const key = messages?.[0] ?? "";
      return [name, t.has(key as never) ? t(key as never) : t("field.other")];
    }),
  );
}
