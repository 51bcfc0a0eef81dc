import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { Files } from "#app/(staff)/cases/[number]/files.tsx";
import { FILES_A_CASE } from "#lib/features/attachments/rules.ts";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import type { Params } from "#lib/table/address.ts";
import { aWhole, event, givenIn, LIA, minutes } from "./a-whole-case.ts";

vi.mock(import("next/navigation"), async (original) => ({
  ...(await original()),
  useRouter: () => ({ refresh() {} }) as never,
}));

const refused = vi.hoisted(() => ({ code: "" }));
vi.mock(import("#components/ui/use-action-form.ts"), async (original) => {
  const real = await original();
  const stateOf = ({ code }: typeof refused) =>
    code === "" ? {} : { state: { status: "refused", code, message: `Refused: ${code}` } };
  const useActionForm = (action: never) => ({ ...real.useActionForm(action), ...stateOf(refused) });
  return { ...real, useActionForm: useActionForm as never };
});

const file = (overrides: Partial<CaseWhole["files"][number]> = {}): CaseWhole["files"][number] => ({
  id: "5f0c7a52-0000-4000-8000-000000000001",
  at: minutes(-3),
  kind: "pdf",
  bytes: 1_300_000,
  author: LIA,
  name: "<b>Extrato</b>.pdf",
  sha256: "a".repeat(64),
  removal: null,
  ...overrides,
});
const drawn = (files: CaseWhole["files"], params: Params = {}, locale: Locale = "en") =>
  renderToStaticMarkup(<Files found={aWhole({ files })} given={givenIn(locale)} params={params} />);

describe("the files of a case", () => {
  it("are named as text, with kind, size, who and when, and a link to the bytes", () => {
    const html = drawn([file()]);
    expect(html).toContain('href="/api/cases/10482/files/5f0c7a52-0000-4000-8000-000000000001"');
    for (const words of ["&lt;b&gt;Extrato&lt;/b&gt;.pdf", "PDF, 1.2 MB", LIA.name])
      expect(html).toContain(words);
    expect(html).not.toContain("<b>Extrato");
    expect(drawn([file({ name: "" })])).toContain("File 1");
  });

  it("are attached by a plain form, until there are as many as a case holds", () => {
    const html = drawn([]);
    expect(html).toContain('action="/api/cases/10482/files"');
    expect(html).toContain('encType="multipart/form-data"');
    expect(html).toContain('type="file"');
    const full = Array.from({ length: FILES_A_CASE }, (_, at) => file({ id: String(at) }));
    expect(drawn(full)).not.toContain('type="file"');
    expect(drawn(full)).toContain("20 files");
    // What came of the last ones is said in the form: it stays.
    expect(drawn(full)).toContain("<form");
  });

  it("say what came of a form without script, and nothing that somebody wrote into the address", () => {
    const html = drawn([], { attached: "2", refused: ["archive", "<i>", "markup"] });
    for (const words of ["2 files are attached", "Save it as PDF", "Print it as PDF"])
      expect(html).toContain(words);
    expect(html).not.toContain("&lt;i&gt;");
    for (const attached of ["-1", "1e9", "x", ""])
      expect(drawn([], { attached })).not.toMatch(/\d files? (is|are) attached\./);
  });

  it.each(LOCALES)("ask a manager why, and whoever attached one a moment ago nothing, in %s", (locale) => {
    const [own, explained] = [
      drawn([file({ removal: "own" })], {}, locale),
      drawn([file({ removal: "explained" })], {}, locale),
    ];
    expect([own.includes('name="why"'), explained.includes('name="why"')]).toEqual([false, true]);
    expect(drawn([file()], {}, locale)).not.toContain("<details");
  });

  it("ask why, and say so at the field, once the moment has passed in which nobody asks", () => {
    const html = (code: string) => {
      refused.code = code;
      return drawn([file({ removal: "own" })]);
    };
    const [held, asked] = [html("held"), html("why_needed")];
    refused.code = "";
    expect([held.includes('name="why"'), asked.includes('name="why"')]).toEqual([false, true]);
    expect(asked).toMatch(/aria-describedby="why-[^"]+-error" aria-invalid="true"/);
    expect([held, asked].map((html) => html.match(/role="alert"/g)?.length)).toEqual([1, 1]);
  });

  it("stand on the timeline, also those that are gone", async () => {
    const { CaseTimeline } = await import("#app/(staff)/cases/[number]/case-timeline.tsx");
    const detail = { file: file().id, kind: "pdf", bytes: 34_816 };
    const events = [event("detached", { id: "2", detail }), event("attached", { id: "1", detail })];
    const html = (files: CaseWhole["files"]) =>
      renderToStaticMarkup(<CaseTimeline found={aWhole({ events, files })} given={givenIn("en")} />);
    expect(html([])).toContain("attached a file: PDF, 34 KB");
    expect(html([])).toContain("removed a file: PDF, 34 KB");
    expect(html([])).toContain("The file was removed.");
    expect(html([file()])).toContain("&lt;b&gt;Extrato&lt;/b&gt;.pdf");
  });
});
