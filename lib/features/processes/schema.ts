import { z } from "zod";
import { say } from "#lib/i18n/say.ts";
import { one } from "#lib/table/address.ts";
import { uuidIn } from "#lib/uuid-text.ts";
import { LOOK_UP_TROUBLES, type LookUpTrouble } from "./rules.ts";

export const lookUpInput = z.object({
  processId: z
    .string({ error: say("field.uuid") })
    .max(10_000, say("field.uuid"))
    .transform((pasted, context) => {
      const id = uuidIn(pasted);
      if (id !== null) return id;
      context.addIssue({ code: "custom", message: say("field.uuid") });
      return z.NEVER;
    }),
});
export type LookUpInput = z.output<typeof lookUpInput>;

/** `/processes/{id}?unico=timeout`: what stands there is kept, because Unico gave no new answer. */
export const processAddress = z.object({ unico: one(LOOK_UP_TROUBLES) });

export const hrefOfProcess = (id: string, trouble: LookUpTrouble | null = null): string =>
  trouble === null ? `/processes/${id}` : `/processes/${id}?unico=${trouble}`;
