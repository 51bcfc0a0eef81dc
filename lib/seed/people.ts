/** People who do not exist. CPFs carry valid check digits and begin with 9, far from the sandbox's own people. */

const FIRST = [
  "Helena",
  "Caio",
  "Iara",
  "Rui",
  "Marta",
  "Tomé",
  "Sílvia",
  "Noel",
  "Clarice",
  "Davi",
  "Aline",
  "Érico",
  "Janaína",
  "Paulo",
  "Beatriz",
  "Gil",
  "Yara",
  "Saulo",
  "Teresa",
  "Otto",
  "Lívia",
  "Ângelo",
  "Dora",
  "Ícaro",
  "Úrsula",
] as const;
const LAST = [
  "Prado Teles",
  "Brandão Luz",
  "Nogueira Sá",
  "Sampaio Viegas",
  "Quintela Dores",
  "Alencar Brito",
  "Rangel Matos",
  "Furtado Pinho",
  "Bastos Neri",
  "Peçanha Lobo",
  "Siqueira Vaz",
  "Valadão Reis",
  "Coimbra Fé",
  "Vilhena Castro",
  "Amado Leal",
  "Torres Mourão",
] as const;

export function withCheckDigits(base: string): string {
  let digits = base;
  for (const weight of [10, 11]) {
    const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (weight - i), 0);
    digits += String(((sum * 10) % 11) % 10);
  }
  return digits;
}

export type Person = { name: string; cpf: string; email: string; phone: string };

/** The same person for the same number, always. */
export function personOf(i: number): Person {
  const first = FIRST[i % FIRST.length] ?? "Ana";
  const last = LAST[(i * 7 + Math.floor(i / FIRST.length)) % LAST.length] ?? "Sá";
  return {
    name: `${first} ${last}`,
    cpf: withCheckDigits(String(900_000_000 + (i % 99_999_989))),
    email: `pessoa${i}@exemplo.test`,
    phone: `55119${String(10_000_000 + i).slice(-8)}`,
  };
}

export const SUBSIDIARIES = [
  { id: "0b5d0000-0000-4000-8000-000000000001", name: "Paulista" },
  { id: "0b5d0000-0000-4000-8000-000000000002", name: "Recife" },
  { id: "0b5d0000-0000-4000-8000-000000000003", name: "Curitiba" },
] as const;

/** Demo people of the README; nobody of that name works anywhere. */
export const STAFF = [
  { email: "support@contraprova.test", name: "Ciro Antunes", role: "support" },
  { email: "analyst@contraprova.test", name: "Bruna Tavares", role: "analyst" },
  { email: "analyst2@contraprova.test", name: "Lia Moraes", role: "analyst" },
  { email: "manager@contraprova.test", name: "Otávio Reis", role: "manager" },
  { email: "admin@contraprova.test", name: "Ana Nunes", role: "admin" },
] as const;
