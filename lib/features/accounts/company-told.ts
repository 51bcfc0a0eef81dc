import "server-only";
import { countedRefusals, MINUTE_MS } from "#lib/features/audit/counted-refusals.ts";

/** Our policy: an event each, up to this many a minute and process. */
const TOLD_EACH = 30;

/** Refused sign-ins by the company's way in, which anybody may call. */
export const createCompanyRefusals = ({ toldEach = TOLD_EACH, windowMs = MINUTE_MS } = {}) =>
  countedRefusals({
    toldEach,
    windowMs,
    restOf: (untold) => ({
      action: "session.refuse",
      entityType: "account",
      entityId: null,
      detail: { untold },
    }),
  });

export const companyRefusals = createCompanyRefusals();
