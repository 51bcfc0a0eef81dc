import { vi } from "vitest";
import { openWorld } from "./ctx.ts";
import { CLIENT_ID } from "./oidc-names.ts";
import { startOidcProvider } from "./oidc-provider.ts";
import { someSettings } from "./settings.ts";

export const APP_URL = "http://localhost:3000";

let people = 0;

/** A database, a provider, and the settings of a process that knows both. */
export async function openCompanyWorld(overrides: Record<string, string> = {}) {
  const [world, provider] = await Promise.all([openWorld(), startOidcProvider(APP_URL)]);
  const settings = someSettings({
    DATABASE_URL: world.url,
    APP_URL,
    AUTH_OIDC_ISSUER: provider.issuer,
    AUTH_OIDC_CLIENT_ID: CLIENT_ID,
    AUTH_OIDC_CLIENT_SECRET: provider.secret,
    ...overrides,
  });
  vi.stubEnv("NEXTAUTH_URL", undefined);
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { db } = world;
  return {
    db,
    provider,
    /** Somebody whom the provider knows, of that name in its own sign-in. */
    somebody(claims: Record<string, unknown> = {}): string {
      people += 1;
      const login = `pessoa-${people}`;
      provider.people.set(login, {
        name: `Pessoa Sintética ${people}`,
        email: `${login}@empresa.test`,
        email_verified: true,
        roles: ["analyst"],
        ...claims,
      });
      return login;
    },
    userOf: (oidcSubject: string) =>
      db.user.findFirst({
        where: { oidcSubject },
        select: { id: true, email: true, name: true, role: true, oidcIssuer: true },
      }),
    sessionsOf: (oidcSubject: string) =>
      db.session.findMany({
        where: { user: { oidcSubject } },
        select: { id: true, way: true, stage: true, endedAt: true, confirmedAt: true },
        orderBy: { createdAt: "asc" },
      }),
    async lastRefusal() {
      const event = await db.auditEvent.findFirst({
        where: { action: "session.refuse" },
        select: { detail: true },
        orderBy: { seq: "desc" },
      });
      return event?.detail;
    },
    async end() {
      const { database } = await import("#lib/db/client.ts");
      await database().$disconnect();
      await provider.stop();
      await world.end();
      vi.unstubAllEnvs();
    },
  };
}
export type CompanyWorld = Awaited<ReturnType<typeof openCompanyWorld>>;
