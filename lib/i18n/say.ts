import type { en } from "./messages/errors.ts";

type Fields = keyof (typeof en)["field"];
export type SayKey = `field.${Fields & string}`;

/** The message of a schema is a key of the namespace `errors`; `lib/entry` puts it into the person's language. */
export const say = (key: SayKey): SayKey => key;
