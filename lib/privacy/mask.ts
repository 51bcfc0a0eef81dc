/** The one place that decides what of a person's data is seen unrevealed (product page, section 3). */

export const maskCpf = (digits: string): string => `***.${digits.slice(3, 6)}.${digits.slice(6, 9)}-**`;

export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at < 1 ? "***" : `${email.slice(0, 1)}***${email.slice(at)}`;
}

export const maskPhone = (phone: string): string => `•••• ${phone.replace(/\D/g, "").slice(-4)}`;
