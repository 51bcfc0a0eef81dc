/** The check digits of the Receita Federal: weights 10…2 and 11…2, modulo 11. */
function checkDigit(digits: string): number {
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (digits.length + 1 - i), 0);
  const rest = (sum * 10) % 11;
  return rest === 10 ? 0 : rest;
}

/** As a CPF is written and read aloud: `123.456.789-09`. */
export const writeCpf = (digits: string): string =>
  digits.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/, "$1.$2.$3-$4");

/** The eleven digits of a typed CPF, or null when its length or check digits are wrong. */
export function parseCpf(typed: string): string | null {
  const digits = typed.replace(/[.\-\s]/g, "");
  if (!/^\d{11}$/.test(digits) || /^(\d)\1{10}$/.test(digits)) return null;
  const first = checkDigit(digits.slice(0, 9));
  const second = checkDigit(digits.slice(0, 10));
  return digits.endsWith(`${first}${second}`) ? digits : null;
}
