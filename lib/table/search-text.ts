import { z } from "zod";
import { parseCpf } from "#lib/privacy/cpf.ts";
import { text } from "#lib/table/address.ts";

// No more hex digits on either side: an id with a digit too many is another id, not this one.
const UUID_INSIDE = /(?<![0-9a-f])[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/i;
/** What word processors and chats put where a hyphen was typed, and what they hide inside words. */
const OTHER_HYPHENS = /[\u2010-\u2015\u2212\ufe63\uff0d]/g;
const UNSEEN = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const CPF_INSIDE = /(?<!\d)\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\d)/;
/** A case number has so many at the most; what could be most of a CPF stays out of addresses. */
const MAX_DIGITS = 8;

/** The first UUID in a pasted link or sentence, in lower case; null when there is none. */
export function uuidIn(typed: string): string | null {
  const plain = typed.replace(OTHER_HYPHENS, "-").replace(UNSEEN, "");
  return UUID_INSIDE.exec(plain)?.[0].toLowerCase() ?? null;
}

export function cpfIn(typed: string): string | null {
  const found = CPF_INSIDE.exec(typed)?.[0];
  return found === undefined ? null : parseCpf(found);
}

/** Whether the words may stand in an address: names may, what could be a CPF may not. */
export const isAddressable = (typed: string): boolean => typed.replace(/\D/g, "").length <= MAX_DIGITS;

const UUID = z.uuid();

/** The piece `q` of an address: an id or a part of a name. A CPF written there by hand is dropped. */
export const searchText = () =>
  text(120).refine((typed) => typed === undefined || UUID.safeParse(typed).success || isAddressable(typed));
