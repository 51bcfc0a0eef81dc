import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { AuditFilters } from "#app/(staff)/audit/audit-filters.tsx";
import { ExportMenu } from "#app/(staff)/audit/export-menu.tsx";
import { NotRecorded } from "#app/(staff)/audit/not-recorded.tsx";
import { AUDIT_PATH, subjectAuditPath } from "#app/(staff)/audit/paths.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { orNotFound, pageContext, pageWords } from "#lib/entry/page.ts";
import { listAuditPeople } from "#lib/features/audit/service.ts";
import { openSubjectAudit } from "#lib/features/audit/subjects.ts";
import { subjectAuditTable } from "#lib/features/audit/table-schema.ts";
import { shortId } from "#lib/format.ts";
import { type Params, readAddress } from "#lib/table/address.ts";
import { isUuid } from "#lib/uuid.ts";
import { LooksSwitch } from "./looks-switch.tsx";
import { Privacy } from "./privacy.tsx";
import { SubjectEvents } from "./subject-events.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Params> };

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("audit")("person.title") };
}

/** Who saw one person. The person is named by our own id: a CPF never stands in an address. */
export default async function SubjectAuditPage({ params, searchParams }: Props) {
  const { ctx, words, format, locale } = await pageContext("audit:read");
  const id = (await params).id.toLowerCase();
  if (!isUuid(id)) notFound();
  const person = await orNotFound(ctx, openSubjectAudit(ctx, id));
  const { filter: state, dropped } = readAddress(subjectAuditTable, await searchParams);
  const { event: _, ...filter } = state;
  const t = words("audit");
  const given = { t, tableWords: words("table"), format, filter, path: subjectAuditPath(id) };
  return (
    <Page>
      <PageHead
        title={t("person.title")}
        count={[person.name ?? t("person.unnamed", { id: shortId(id) }), person.cpf].join(", ")}
        back={{ href: AUDIT_PATH, label: t("person.back") }}
        actions={<ExportMenu filter={filter} subject={id} t={t} />}
      />
      <LooksSwitch filter={filter} path={given.path} t={t} />
      <AuditFilters dropped={dropped} people={await listAuditPeople(ctx)} {...given} />
      <Suspense
        key={JSON.stringify(filter)}
        fallback={
          <TableSkeleton
            label={words("table")("loading", { name: t("person.title") })}
            rows={12}
            columns={6}
          />
        }
      >
        <SubjectEvents ctx={ctx} id={id} common={words("common")} locale={locale} {...given} />
      </Suspense>
      <Suspense fallback={null}>
        <Privacy subjectId={id} />
      </Suspense>
      <NotRecorded t={t} />
    </Page>
  );
}
