import { startCompany } from "#lib/entry/company.ts";

export { startCompany as GET, startCompany as POST };
