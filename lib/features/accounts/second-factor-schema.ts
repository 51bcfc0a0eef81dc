import { z } from "zod";
import { say } from "#lib/i18n/say.ts";

/** Apps show the six digits in two groups; people copy the gap too. */
export const oneTimeCode = z
  .string()
  .max(20, say("field.code"))
  .transform((typed) => typed.replace(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, say("field.code")));

export const codeInput = z.object({ code: oneTimeCode });

export const recoveryInput = z.object({
  recovery: z.string().trim().min(25, say("field.recovery")).max(60, say("field.recovery")),
});
