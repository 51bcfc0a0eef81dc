import { type Actor, can, type Permission } from "#lib/auth/roles.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type Screen = { href: string; word: Parameters<Translator<"common">>[0]; permission: Permission | null };

const SCREENS = [
  { href: "/", word: "nav.overview", permission: null },
  { href: "/cases", word: "nav.cases", permission: "case:read" },
  { href: "/reverifications", word: "nav.reverifications", permission: "reverification:read" },
  { href: "/processes", word: "nav.processes", permission: "process:lookup" },
  { href: "/references", word: "nav.references", permission: "reference:read" },
  { href: "/reports", word: "nav.reports", permission: "report:read" },
  { href: "/exports", word: "nav.exports", permission: "export:create" },
  { href: "/audit", word: "nav.audit", permission: "audit:read" },
  { href: "/settings/triage", word: "nav.triage", permission: "triage:edit" },
  { href: "/settings/users", word: "nav.users", permission: "user:manage" },
  { href: "/settings/retention", word: "nav.retention", permission: "settings:manage" },
  { href: "/settings/connections", word: "nav.connections", permission: "settings:manage" },
] as const satisfies readonly Screen[];

export const SCENARIOS_PATH = "/sandbox";

/** The screens that a person's role has, and the scenarios where there are any; each page checks again for itself. */
export const screensOf = (actor: Actor, t: Translator<"common">, { inSandbox }: { inSandbox: boolean }) => [
  ...SCREENS.filter(({ permission }) => !permission || can(actor, permission)).map(({ href, word }) => ({
    href,
    label: t(word),
  })),
  ...(inSandbox ? [{ href: SCENARIOS_PATH, label: t("nav.scenarios") }] : []),
];
