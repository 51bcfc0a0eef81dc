import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { exportColumns } from "#app/(staff)/exports/columns.tsx";
import { ExportsFilters } from "#app/(staff)/exports/exports-filters.tsx";
import { DataTable } from "#components/table/data-table.tsx";
import { ExportForm } from "#components/table/export-form.tsx";
import type { Role } from "#lib/auth/roles.ts";
import type { ExportListRow } from "#lib/features/exports/listing.ts";
import { sourcesOffered } from "#lib/features/exports/seeing.ts";
import { exportFilter } from "#lib/features/exports/table-schema.ts";
import { formatterFor } from "#lib/format.ts";
import { en } from "#lib/i18n/messages/exports.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const idle = vi.hoisted(() => async () => ({ status: "idle" }) as const);
vi.mock("#app/(staff)/exports/actions.ts", () => ({
  cancelExportAction: idle,
  retryExportAction: idle,
  endScheduleAction: idle,
  prepareDownloadAction: idle,
}));

const now = new Date("2026-11-22T13:00:00Z");
const row: ExportListRow = {
  id: "019ab000-0000-7000-8000-000000000001",
  list: "cases",
  format: "csv",
  masked: true,
  state: "done",
  direct: true,
  createdAt: now,
  expiresAt: new Date("2026-11-29T13:00:00Z"),
  rowsDone: 1_204,
  rowsTotal: 1_204,
  bytes: 100,
  fileName: "cases-20261122-1300Z-00000001.csv",
  failure: null,
  owner: { name: "Marta Reis" },
  isMine: true,
  place: null,
  mayCancel: false,
  mayRetry: false,
  isUnreadable: false,
};

const drawn = (...rows: Partial<ExportListRow>[]) => {
  const given = { t: translatorFor("en", "exports"), format: formatterFor("en"), now };
  return renderToStaticMarkup(
    <DataTable
      name="Exports"
      columns={exportColumns(given, exportFilter.parse({}))}
      rows={rows.map((each, i) => ({ ...row, ...each, id: `${row.id.slice(0, -1)}${i}` }))}
      rowKey={({ id }) => id}
    />,
  );
};

it("offers a file to whoever asked for it, once it is whole, and to nobody else", () => {
  expect(drawn({})).toContain(`action="/api/exports/${row.id.slice(0, -1)}0/download"`);
  expect(drawn({})).toContain("until 29 Nov 2026");
  const others = drawn({ isMine: false }, { state: "running" }, { state: "expired" }, { state: "failed" });
  expect(others).not.toContain("/download");
  expect(others).toContain("Only Marta Reis can download it");
});

it("says of a file that nobody can read any more what to do, and offers nothing of it", () => {
  const html = drawn({ isUnreadable: true });
  expect(html).toContain(en.row.unreadable);
  expect(html).not.toContain("/api/exports/");
});

it("asks who is there before a file with personal data leaves, and offers no plain address of it", () => {
  const html = drawn({ masked: false });
  expect(html).toContain("Download");
  expect(html).not.toContain("/download");
});

it("says how far one is, what place another has in line, and why a third failed", () => {
  const html = drawn(
    { state: "running", rowsDone: 500, rowsTotal: 2_000, mayCancel: true },
    { state: "queued", place: 3, mayCancel: true },
    { state: "failed", failure: "given_up", mayRetry: true },
  );
  expect(html).toMatch(/<progress[^>]*max="2000"[^>]*value="500"|<progress[^>]*value="500"[^>]*max="2000"/);
  for (const words of ["500 of 2,000 rows", "3 in line", "It broke off three times.", "Cancel", "Try again"])
    expect(html).toContain(words);
});

it("asks for personal data in the clear only where that is allowed", () => {
  const words = { ...en.ask, text: "" };
  const form = (reasons: { value: string; label: string }[] | null) =>
    renderToStaticMarkup(
      <ExportForm
        action={async () => ({ status: "idle" })}
        list="cases"
        state="status=open"
        columns={[{ value: "cpf", label: "CPF", isShown: true }]}
        formats={[{ value: "csv", label: "CSV" }]}
        separators={[{ value: ",", label: "Comma" }]}
        repeats={[]}
        reasons={reasons}
        words={words}
      />,
    );
  expect(form([])).toContain(en.ask.personal);
  expect(form(null)).not.toContain(en.ask.personal);
  expect(form(null)).toContain('name="state" value="status=open"');
});

it("offers each reader the lists that they may export, and takes another out of the address again", () => {
  const filtersOf = (role: Role, params: { list?: string } = {}) =>
    renderToStaticMarkup(
      <ExportsFilters
        filter={exportFilter.parse(params)}
        dropped={[]}
        seesAll={true}
        lists={sourcesOffered({ kind: "user", id: "p", name: "P", role, sessionId: "s", scope: null })}
        t={translatorFor("en", "exports")}
        table={translatorFor("en", "table")}
        tools={null}
      />,
    );
  expect(filtersOf("manager")).toContain('value="cases"');
  expect(filtersOf("manager")).not.toContain('value="users"');
  expect(filtersOf("manager", { list: "users" })).toMatch(/value="users"/);
  expect(
    sourcesOffered({ kind: "user", id: "p", name: "P", role: "admin", sessionId: "s", scope: null }),
  ).toEqual(["users"]);
});
