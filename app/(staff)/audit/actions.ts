"use server";

import { redirect } from "next/navigation";
import { staffAction } from "#lib/entry/action.ts";
import { auditSearchInput } from "#lib/features/audit/search-schema.ts";
import { findPersonOfCpf } from "#lib/features/audit/subjects.ts";
import { auditTable } from "#lib/features/audit/table-schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { hrefOf, readAddress } from "#lib/table/address.ts";
import { AUDIT_PATH, subjectAuditPath } from "./paths.ts";

/** A CPF leads to who saw that person; all else narrows the log and stands in its address. */
export const searchAuditAction = staffAction(
  auditSearchInput,
  async (ctx, { q, state }) => {
    if ("cpf" in q) {
      const found = await findPersonOfCpf(ctx, q.cpf);
      if (!found.ok) return found;
      redirect(subjectAuditPath(found.value.id));
    }
    const query = new URLSearchParams(state);
    const params = Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]));
    const { event: _, ...filter } = readAddress(auditTable, params).filter;
    redirect(hrefOf(AUDIT_PATH, filter, q));
  },
  (locale, failure) =>
    failure.code === "too_many"
      ? translatorFor(locale, "audit")("tooOften", { seconds: failure.retryAfterS })
      : translatorFor(locale, "table")(failure.code),
);
