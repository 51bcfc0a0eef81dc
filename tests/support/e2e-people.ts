import path from "node:path";

/** The demo people of the README. */
export const PEOPLE = ["support", "analyst", "analyst2", "manager", "admin"] as const;
export type Who = (typeof PEOPLE)[number];

export const emailOf = (who: Who): string => `${who}@contraprova.test`;

/** As the seed names them. */
export const NAMES: Record<Who, string> = {
  support: "Ciro Antunes",
  analyst: "Bruna Tavares",
  analyst2: "Lia Moraes",
  manager: "Otávio Reis",
  admin: "Ana Nunes",
};

export function demoPassword(): string {
  const password = process.env.E2E_DEMO_PASSWORD;
  if (!password) throw new Error("E2E_DEMO_PASSWORD is missing");
  return password;
}

/** Where the cookies of a person who signed in are kept for the rest of the run. */
export const cookiesOf = (who: Who): string =>
  path.join(import.meta.dirname, "..", ".output", "e2e-cookies", `${who}.json`);
