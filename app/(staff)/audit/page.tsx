import type { Metadata } from "next";
import { Suspense } from "react";
import { ListColumns, listOf } from "#app/(staff)/list-columns.tsx";
import { SavedViews } from "#app/(staff)/saved-views.tsx";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { auditOutside } from "#lib/entry/audit-outside.ts";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { readProof } from "#lib/features/audit/proof-alarms.ts";
import {
  countAuditEvents,
  findAuditEvent,
  listAuditEvents,
  listAuditPeople,
} from "#lib/features/audit/service.ts";
import { auditTable } from "#lib/features/audit/table-schema.ts";
import { readListState } from "#lib/features/views/state.ts";
import type { Params } from "#lib/table/address.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditTable } from "./audit-table.tsx";
import { auditHeads } from "./columns.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { NotRecorded } from "./not-recorded.tsx";
import { OpenEvent } from "./open-event.tsx";
import { ProofLine, ProofTroubles } from "./proof-parts.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("audit")("title") };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, words, format, locale } = await pageContext("audit:read");
  const [params, { views }] = await Promise.all([searchParams, listOf("audit")]);
  const state = readListState(auditTable, params, views);
  const { event: number, ...filter } = state.filter;
  const [people, event] = await Promise.all([
    listAuditPeople(ctx),
    number === undefined ? null : findAuditEvent(ctx, number, auditOutside()),
  ]);
  // Read once, for the rows and for the neighbours of the open event, and not before one of them asks.
  let kept: ReturnType<typeof listAuditEvents> | undefined;
  const list = () => {
    kept ??= listAuditEvents(ctx, state.filter);
    return kept;
  };
  let proof: ReturnType<typeof readProof> | undefined;
  const read = () => {
    proof ??= readProof(ctx);
    return proof;
  };
  const t = words("audit");
  const proofGiven = { read, t, format, now: ctx.now() };
  const given = { t, tableWords: words("table"), format, filter };
  const unread = number !== undefined && !event ? [...state.dropped, "event"] : state.dropped;
  return (
    <Page
      {...(event
        ? {
            dock: <OpenEvent event={event} list={list} ctx={ctx} common={words("common")} {...given} />,
            dockLabel: t("event.title", { seq: event.seq }),
          }
        : {})}
    >
      <PageHead
        title={t("title")}
        meta={
          <Suspense fallback={null}>
            <ProofLine {...proofGiven} />
          </Suspense>
        }
        actions={<ExportMenu filter={filter} t={t} />}
      />
      <Suspense fallback={null}>
        <ProofTroubles {...proofGiven} />
      </Suspense>
      <SavedViews list="audit" state={state} count={(filters) => countAuditEvents(ctx, filters)} />
      <AuditFilters
        asked={state.asked}
        dropped={unread}
        people={people}
        tools={<ListColumns list="audit" columns={auditHeads(t)} />}
        {...given}
      />
      <Suspense
        key={JSON.stringify(filter)}
        fallback={
          <TableSkeleton label={words("table")("loading", { name: t("title") })} rows={12} columns={6} />
        }
      >
        <AuditTable ctx={ctx} list={list} current={event?.seq} locale={locale} {...given} />
      </Suspense>
      <NotRecorded t={t} />
    </Page>
  );
}
