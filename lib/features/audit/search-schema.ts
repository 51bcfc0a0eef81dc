import { z } from "zod";
import { say } from "#lib/i18n/say.ts";
import { parseCpf } from "#lib/privacy/cpf.ts";
import { cpfIn } from "#lib/table/search-text.ts";
import { uuidIn } from "#lib/uuid-text.ts";
import { auditTable } from "./table-schema.ts";

const readable = (name: "address" | "entity", typed: string) => {
  const read = auditTable.shape[name].safeParse(typed);
  return read.success ? read.data : undefined;
};

/** What is typed into the search of the log: a person by CPF, a network address, or what an event is about. */
export const auditSearchInput = z.object({
  q: z
    .string(say("field.other"))
    .trim()
    .max(500, say("field.other"))
    .transform((typed, context) => {
      if (typed === "") return {};
      const id = uuidIn(typed);
      if (id !== null) return { entity: id };
      const cpf = cpfIn(typed) ?? parseCpf(typed);
      if (cpf !== null) return { cpf };
      const address = readable("address", typed);
      if (address !== undefined) return { address };
      const entity = readable("entity", typed);
      if (entity !== undefined) return { entity };
      context.addIssue({ code: "custom", message: say("field.auditSearch") });
      return z.NEVER;
    }),
  /** The rest of the table's state, as its address writes it. */
  state: z.string().max(4_000).optional(),
});
