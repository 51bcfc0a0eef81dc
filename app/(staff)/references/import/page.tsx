import type { Metadata } from "next";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { importTable } from "#lib/features/references/import-reading.ts";
import {
  IMPORT_FIELDS,
  IMPORT_MODES,
  MOST_BYTES,
  MOST_LINES,
  uploadTold,
} from "#lib/features/references/import-schema.ts";
import { type Params, readAddress } from "#lib/table/address.ts";
import { ImportForm } from "./import-form.tsx";
import { ImportsTable } from "./imports-table.tsx";
import { UploadRefused } from "./upload-refused.tsx";

const MEGABYTE = 1_048_576;

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("imports")("title") };
}

/** Where a manager sends references in a file, and what was sent before. */
export default async function ImportPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { words } = await pageContext("reference:import");
  const params = await searchParams;
  const { filter } = readAddress(importTable, params);
  const { filter: told } = readAddress(uploadTold, params);
  const t = words("imports");
  const most = String(MOST_BYTES / MEGABYTE);
  return (
    <Page>
      <PageHead title={t("title")} back={{ href: "/references", label: t("back") }} />
      <div className="grid max-w-240 gap-x-10 gap-y-6 border-t border-line p-6 lg:grid-cols-2 phone:p-4">
        <div className="flex flex-col gap-4">
          <p className="text-ink-2">{t("intro")}</p>
          <UploadRefused told={told} />
          <ImportForm
            mostBytes={MOST_BYTES}
            words={{
              file: t("form.file"),
              fileHint: t("form.fileHint", { most, lines: MOST_LINES }),
              fileMissing: t("form.fileMissing"),
              tooLarge: t("problem.too_large", { most }),
              mode: t("form.mode"),
              modes: IMPORT_MODES.map((value) => ({ value, label: t(`mode.${value}`) })),
              send: t("form.send"),
              sending: t("form.sending"),
              sent: t("form.sent", { share: "{share}" }),
              failed: t("form.failed"),
            }}
          />
        </div>
        <section aria-labelledby="columns">
          <h2 id="columns" className="pb-2 text-base font-semibold">
            {t("heads.title")}
          </h2>
          <ul className="flex list-disc flex-col gap-1 ps-4 text-ink-2">
            {IMPORT_FIELDS.map((field) => (
              <li key={field}>{t(`heads.${field}`)}</li>
            ))}
          </ul>
        </section>
      </div>
      <ImportsTable filter={filter} />
    </Page>
  );
}
