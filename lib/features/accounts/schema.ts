import { z } from "zod";
import { LOCALES } from "#lib/i18n/locale.ts";
import { say } from "#lib/i18n/say.ts";
import { plainText } from "#lib/text.ts";
import { isLongEnough, isShortEnough } from "./password-rules.ts";

const email = plainText(254, say("field.email")).toLowerCase().min(1, say("field.email"));

export const signInInput = z.object({
  email,
  password: z.string().min(1, say("field.password")).max(1_000, say("field.password")),
});
export type SignInInput = z.output<typeof signInInput>;

export const newPasswordInput = z.object({
  token: z.string().min(20).max(100),
  password: z
    .string(say("field.passwordShort"))
    .max(10_000, say("field.passwordLong"))
    .refine((typed) => typed.isWellFormed(), say("field.other"))
    .refine(isLongEnough, say("field.passwordShort"))
    .refine(isShortEnough, say("field.passwordLong")),
});
export type NewPasswordInput = z.output<typeof newPasswordInput>;

export const newUserInput = z.object({
  email: email.pipe(z.email(say("field.newEmail"))),
  name: plainText(100, say("field.name")).min(1, say("field.name")),
  role: z.enum(["support", "analyst", "manager", "admin"]),
});
export type NewUserInput = z.output<typeof newUserInput>;

export const THEMES = ["light", "dark"] as const;

/** An empty choice means: as the browser says. */
export const preferencesInput = z.object({
  locale: z.enum(LOCALES).or(z.literal("").transform(() => null)),
  theme: z.enum(THEMES).or(z.literal("").transform(() => null)),
  /** A check box: not sent is off. */
  letterKeys: z
    .literal("on")
    .optional()
    .transform((value) => value === "on"),
});
export type PreferencesInput = z.output<typeof preferencesInput>;
