import { parseCpf } from "./cpf.ts";

/** The one place that decides what of a person's data is seen unrevealed. */

/** Of somebody who was erased there are no digits. */
export const maskCpf = (digits: string): string =>
  digits.length === 11 ? `***.${digits.slice(3, 6)}.${digits.slice(6, 9)}-**` : "***.***.***-**";

export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at < 1 ? "***" : `${email.slice(0, 1)}***${email.slice(at)}`;
}

export const maskPhone = (phone: string): string => `•••• ${phone.replace(/\D/g, "").slice(-4)}`;

const UUID_OR_CPF = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<!\d)\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\d)/gi;

/** Text of others (references, links, names, error messages) with every CPF in it masked; ids stay whole. */
export const withoutCpfs = (text: string): string =>
  text.replace(UUID_OR_CPF, (found) => {
    const cpf = found.length === 36 ? null : parseCpf(found);
    return cpf ? maskCpf(cpf) : found;
  });
