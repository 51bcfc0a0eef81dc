import "server-only";
import { env } from "#lib/env.ts";

/** Whether people of that issuer can sign in by the company today. */
export const isConfiguredIssuer = (issuer: string | null): boolean =>
  issuer !== null && issuer === env().AUTH_OIDC_ISSUER;
