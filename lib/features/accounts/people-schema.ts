import { z } from "zod";
import { ROLES } from "#lib/auth/roles.ts";
import { say } from "#lib/i18n/say.ts";
import { plainText } from "#lib/text.ts";
import { newUserInput } from "./schema.ts";

const BRANCHES_MAX = 500;

/** None ticked is an absent member, one a text, several a list. None means: all of them. */
const branches = z.preprocess(
  (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
  z
    .array(z.uuid(say("field.subsidiary")), say("field.subsidiary"))
    .max(BRANCHES_MAX, say("field.subsidiary"))
    .transform((ids) => [...new Set(ids.map((id) => id.toLowerCase()))]),
);
const role = z.enum(ROLES, say("field.role"));

export const inviteInput = newUserInput.extend({ role, branches });

/** Who the act is on, and what of them the form was drawn from. */
export const personInput = z.object({
  id: z.uuid(),
  version: z.coerce.number().int().min(1).max(2_147_483_647),
});
export type PersonInput = z.output<typeof personInput>;

export const roleInput = personInput.extend({ role });
export const branchesInput = personInput.extend({ branches });
/** The acts that need nothing but a button. */
export const BUTTON_ACTS = ["disable", "enable", "sessions", "second_factor"] as const;
export type ButtonAct = (typeof BUTTON_ACTS)[number];
export const buttonInput = personInput.extend({ act: z.enum(BUTTON_ACTS) });

/** The name is said back beside the link, and decides nothing. */
export const linkInput = personInput.extend({ name: plainText(100) });
