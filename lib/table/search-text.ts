import { z } from "zod";
import { parseCpf } from "#lib/privacy/cpf.ts";
import { text } from "#lib/table/address.ts";

const CPF_INSIDE = /(?<!\d)\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\d)/;
/** A case number has so many at the most; what could be most of a CPF stays out of addresses. */
const MAX_DIGITS = 8;

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

/** Five digits or more are a case's number and no part of a name. */
export const isCaseNumber = (typed: string): boolean => /^\d{5,9}$/.test(typed);
