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

/** What is no simple value, as JSON with a dot for every text in it: nobody knows what such a thing says of whom. */
export const withoutTexts = (value: unknown): string =>
  withoutCpfs(JSON.stringify(value, (_, each) => (typeof each === "string" ? "…" : each)));

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
