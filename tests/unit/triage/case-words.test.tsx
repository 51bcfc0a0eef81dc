import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { detailWords } from "#app/(staff)/audit/detail-words.ts";
import { CaseBody } from "#app/(staff)/cases/[number]/case-body.tsx";
import { ownKey } from "#tests/support/triage.ts";
import { aWhole, event, givenIn } from "#tests/unit/cases/a-whole-case.ts";

vi.mock(import("next/navigation"), async (original) => ({
  ...(await original()),
  useRouter: () => ({ refresh() {} }) as never,
}));

const NAME = "<b>CPF que se repete</b>";
const SHOWN = "&lt;b&gt;CPF que se repete&lt;/b&gt;";

describe("a case of a rule that a manager named", () => {
  const opened = event("opened", {
    actor: null,
    detail: { rule: ownKey(1), ruleName: NAME, triageVersion: 7 },
  });
  const found = aWhole({ rule: ownKey(1), ruleName: NAME, events: [opened] });
  const drawn = renderToStaticMarkup(<CaseBody found={found} given={givenIn("pt-BR")} />);

  it("says the name as text, over the signals and on the timeline, and nowhere the key", () => {
    expect(drawn).toContain(`regra “${SHOWN}”`);
    expect(drawn).toContain(`Caso aberto pela regra “${SHOWN}”`);
    expect(drawn).not.toContain(NAME);
    expect(drawn).not.toContain(ownKey(1));
  });

  it("is told in the log by the version of the rules, which knows the name", () => {
    const detail = [
      { name: "rule", value: ownKey(1) },
      { name: "triageVersion", value: "7" },
    ];
    expect(detailWords("en", { action: "case.open", detail })).toBe("a rule of version 7");
    expect(detailWords("pt-BR", { action: "case.join", detail })).toBe("uma regra da versão 7");
    const shipped = [{ name: "rule", value: "not_live" }];
    expect(detailWords("en", { action: "case.open", detail: shipped })).toBe("not live");
  });
});
