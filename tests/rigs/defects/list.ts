import { ATTACHMENT_DEFECTS } from "./attachments.ts";
import { CALL_DEFECTS } from "./calls.ts";
import { CASE_DEFECTS } from "./cases.ts";
import { COMPANY_DEFECTS } from "./company.ts";
import type { Defect } from "./defect.ts";
import { EXPORT_DEFECTS } from "./exports.ts";
import { FENCE_DEFECTS } from "./fences.ts";
import { FORGETTING_DEFECTS } from "./forgetting.ts";
import { LOGGING_DEFECTS } from "./logging.ts";
import { NOTE_DEFECTS } from "./notes.ts";
import { OTHER_DEFECTS } from "./others.ts";
import { PEOPLE_DEFECTS } from "./people.ts";
import { PRIVACY_DEFECTS } from "./privacy.ts";
import { PROOF_DEFECTS } from "./proof.ts";
import { PROXY_DEFECTS } from "./proxy.ts";
import { REFERENCE_DEFECTS } from "./references.ts";
import { REPORT_DEFECTS } from "./reports.ts";
import { SIGN_IN_DEFECTS } from "./sign-in.ts";
import { THROTTLING_DEFECTS } from "./throttling.ts";
import { UNICO_DEFECTS } from "./unico.ts";
import { UNTOLD_DEFECTS } from "./untold.ts";

export const DEFECTS: readonly Defect[] = [
  ...ATTACHMENT_DEFECTS,
  ...CALL_DEFECTS,
  ...CASE_DEFECTS,
  ...REFERENCE_DEFECTS,
  ...COMPANY_DEFECTS,
  ...EXPORT_DEFECTS,
  ...FENCE_DEFECTS,
  ...FORGETTING_DEFECTS,
  ...LOGGING_DEFECTS,
  ...NOTE_DEFECTS,
  ...OTHER_DEFECTS,
  ...PEOPLE_DEFECTS,
  ...PRIVACY_DEFECTS,
  ...PROOF_DEFECTS,
  ...PROXY_DEFECTS,
  ...REPORT_DEFECTS,
  ...SIGN_IN_DEFECTS,
  ...THROTTLING_DEFECTS,
  ...UNICO_DEFECTS,
  ...UNTOLD_DEFECTS,
];
