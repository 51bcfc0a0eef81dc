import { parseCpf } from "./cpf.ts";

/** The one place that decides what of a person's data is seen unrevealed. */

/** Of somebody who was erased there are no digits. */
export const maskCpf = (digits: string): string =>
  digits.length === 11 ? `***.${digits.slice(3, 6)}.${digits.slice(6, 9)}-**` : "***.***.***-**";

/** Of what cannot be opened any more, which is not the same as that there is nothing: in any language. */
export const UNREADABLE = "???";
export const UNREADABLE_CPF = "???.???.???-??";

export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at < 1 ? "***" : `${email.slice(0, 1)}***${email.slice(at)}`;
}

export const maskPhone = (phone: string): string => `•••• ${phone.replace(/\D/g, "").slice(-4)}`;

/** As a programmer names a member: anything else may be somebody's. */
const MEMBER_NAME = /^[a-z][A-Za-z0-9_]{0,39}$/;
/** From here on a number may be a phone, a date of birth or a CPF. */
const TELLING_NUMBER = 10_000_000;

/** How a thing is made, as JSON with a dot for whatever might be somebody's: nobody knows what it says of whom. */
export const shapeOf = (value: unknown): string => JSON.stringify(shape(value));

function shape(value: unknown): unknown {
  if (typeof value === "string") return "…";
  if (typeof value === "number") return Math.abs(value) < TELLING_NUMBER ? value : "…";
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [MEMBER_NAME.test(name) ? name : "…", shape(each)]),
  );
}

const UUID_OR_CPF = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<!\d)\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\d)/gi;

/** In the names of files a CPF is written with whatever stands for a dot there. */
const UUID_OR_CPF_IN_NAME =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<!\d)\d{3}[._\s-]?\d{3}[._\s-]?\d{3}[._\s-]?\d{2}(?!\d)/giu;

const masked = (text: string, found: RegExp): string =>
  text.replace(found, (each) => {
    const cpf = each.length === 36 ? null : parseCpf(each.replace(/\D/g, ""));
    return cpf ? maskCpf(cpf) : each;
  });

/** Text of others (references, links, names, error messages) with every CPF in it masked; ids stay whole. */
export const withoutCpfs = (text: string): string => masked(text, UUID_OR_CPF);
/** The same of what a file is called. */
export const withoutCpfsInName = (name: string): string => masked(name, UUID_OR_CPF_IN_NAME);
