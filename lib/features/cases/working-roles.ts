import { GRANTS, type Role } from "#lib/auth/roles.ts";

/** Those whose role works cases. */
export const WORKING_ROLES = Object.keys(GRANTS["case:work"]) as Role[];
