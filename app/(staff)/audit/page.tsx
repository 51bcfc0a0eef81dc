import type { Metadata } from "next";
import { Suspense } from "react";
import { ListColumns } from "#app/(staff)/list-columns.tsx";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { auditOutside } from "#lib/entry/audit-outside.ts";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { readProof } from "#lib/features/audit/proof-alarms.ts";
import { findAuditEvent, listAuditEvents, listAuditPeople } from "#lib/features/audit/service.ts";
import { auditTable } from "#lib/features/audit/table-schema.ts";
import { type Params, readAddress } from "#lib/table/address.ts";
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
  const { filter: state, dropped } = readAddress(auditTable, await searchParams);
  const { event: number, ...filter } = state;
  const [people, event] = await Promise.all([
    listAuditPeople(ctx),
    number === undefined ? null : findAuditEvent(ctx, number, auditOutside()),
  ]);
  // Read once, for the rows and for the neighbours of the open event, and not before one of them asks.
  let kept: ReturnType<typeof listAuditEvents> | undefined;
  const list = () => {
    kept ??= listAuditEvents(ctx, state);
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
  const unread = number !== undefined && !event ? [...dropped, "event"] : dropped;
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
      <AuditFilters
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
