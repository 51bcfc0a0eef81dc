import "server-only";
import { type DiscoveryRefusal, describeProvider } from "./company-discovery.ts";
import { companySettings } from "./company-options.ts";

/** Our policy: a page that people keep open waits no longer, and asks no oftener over all who look. */
const LOOK_MS = 2_000;
const LOOK_EVERY_MS = 60_000;

/** What the provider said when it was asked last; `trouble` null: it describes itself as it must. */
export type ProviderLook = { at: Date; trouble: DiscoveryRefusal["code"] | null };
export type ProviderHealth = ProviderLook & { issuer: string };

let last: { issuer: string; until: number; look: Promise<ProviderLook> } | null = null;

/** How the company's sign-in does; null where there is none. What is seen here holds up nobody's sign-in. */
export async function readProviderHealth(): Promise<ProviderHealth | null> {
  const issuer = companySettings()?.issuer;
  if (!issuer) return null;
  if (last?.issuer !== issuer || last.until <= Date.now())
    last = { issuer, until: Date.now() + LOOK_EVERY_MS, look: lookAt(issuer) };
  return { issuer, ...(await last.look) };
}

async function lookAt(issuer: string): Promise<ProviderLook> {
  const found = await describeProvider(issuer, LOOK_MS);
  return { at: new Date(), trouble: found.ok ? null : found.failure.code };
}
