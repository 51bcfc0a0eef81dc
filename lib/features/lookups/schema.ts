import { z } from "zod";
import { say } from "#lib/i18n/say.ts";
import { MOST_BYTES } from "./decoding.ts";

/** A list is pasted or uploaded; what is in it is read by the service. */
export const listInput = z
  .object({
    processIds: z.string(say("field.ids")).max(MOST_BYTES, say("field.idsLarge")).default(""),
    // A form without a chosen file sends an empty one.
    file: z
      .file(say("field.ids"))
      .max(MOST_BYTES, say("field.idsLarge"))
      .transform((file) => (file.size > 0 ? file : undefined))
      .optional(),
  })
  .refine(({ processIds, file }) => processIds.trim() !== "" || file, {
    error: say("field.ids"),
    path: ["processIds"],
  })
  .refine(({ processIds, file }) => processIds.trim() === "" || !file, {
    error: say("field.idsBoth"),
    path: ["file"],
  });
export type ListInput = z.output<typeof listInput>;

export const cancelInput = z.object({ list: z.uuid() });
export const lookUpJob = z.object({ listId: z.uuid() });

export const hrefOfList = (id: string): string => `/processes/lists/${id}`;
