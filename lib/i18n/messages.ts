import * as account from "./messages/account.ts";
import * as audit from "./messages/audit.ts";
import * as bulk from "./messages/bulk.ts";
import * as capture from "./messages/capture.ts";
import * as caseFile from "./messages/case-file.ts";
import * as cases from "./messages/cases.ts";
import * as common from "./messages/common.ts";
import * as company from "./messages/company.ts";
import * as connections from "./messages/connections.ts";
import * as errors from "./messages/errors.ts";
import * as exports from "./messages/exports.ts";
import * as finding from "./messages/finding.ts";
import * as imports from "./messages/imports.ts";
import * as live from "./messages/live.ts";
import * as lookups from "./messages/lookups.ts";
import * as overview from "./messages/overview.ts";
import * as privacy from "./messages/privacy.ts";
import * as processes from "./messages/processes.ts";
import * as reconciling from "./messages/reconciling.ts";
import * as references from "./messages/references.ts";
import * as reports from "./messages/reports.ts";
import * as reverifications from "./messages/reverifications.ts";
import * as sandbox from "./messages/sandbox.ts";
import * as secondFactor from "./messages/second-factor.ts";
import * as signIn from "./messages/sign-in.ts";
import * as table from "./messages/table.ts";
import * as triage from "./messages/triage.ts";
import * as users from "./messages/users.ts";
import * as verdicts from "./messages/verdicts.ts";

const namespaces = {
  account,
  audit,
  bulk,
  capture,
  caseFile,
  cases,
  common,
  company,
  connections,
  errors,
  exports,
  finding,
  imports,
  live,
  lookups,
  overview,
  privacy,
  processes,
  reconciling,
  references,
  reports,
  reverifications,
  sandbox,
  secondFactor,
  signIn,
  table,
  triage,
  users,
  verdicts,
};

type Namespaces = typeof namespaces;
export type Messages = { [N in keyof Namespaces]: Namespaces[N]["en"] };
export type Namespace = keyof Messages;

const pick = (language: "en" | "ptBR") =>
  Object.fromEntries(Object.entries(namespaces).map(([name, both]) => [name, both[language]]));

export const messages = {
  en: pick("en") as Messages,
  // Shape<…> held every file to the same keys, so the other language reads as the first.
  "pt-BR": pick("ptBR") as Messages,
} as const;
