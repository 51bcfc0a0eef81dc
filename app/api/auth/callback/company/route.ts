import { finishCompany } from "#lib/entry/company.ts";

export { finishCompany as GET };
