import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { CaseBody } from "#app/(staff)/cases/[number]/case-body.tsx";
import { textNow } from "#app/(staff)/cases/[number]/case-note.tsx";
import { unheardWords } from "#app/(staff)/cases/[number]/unheard-words.ts";
import { MentionList } from "#app/(staff)/overview/mentions.tsx";
import { mentionAt, suggested } from "#components/case/mention-at.ts";
import { colleaguesOf, mentionsIn, type Person } from "#lib/features/cases/mention-rules.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { aWhole, event, givenIn, ME, minutes } from "./a-whole-case.ts";

vi.mock(import("next/navigation"), async (original) => ({
  ...(await original()),
  useRouter: () => ({ refresh() {} }) as never,
}));

const person = (id: string, name: string, email: string): Person => ({ id, name, email });
const PEOPLE = [
  person("lia", "Lia Moraes", "lia.moraes@contraprova.test"),
  person("joao", "João da Silva", "jsilva@contraprova.test"),
  person("ana1", "Ana Prado", "ana@contraprova.test"),
  person("ana2", "Ana Reis", "ana@outra.test"),
  person("ann", "Anna", "jo@contraprova.test"),
];
const saidIn = (text: string) =>
  mentionsIn(text, PEOPLE).said.map(({ start, end, id }) => [id, text.slice(start, end)]);

describe("whom a note speaks to", () => {
  it.each([
    ["by the local part of an e-mail", "@lia.moraes viu?", [["lia", "@lia.moraes"]]],
    ["whatever the case", "Oi @LIA.Moraes", [["lia", "@LIA.Moraes"]]],
    ["by a whole e-mail", "@ana@outra.test e tchau", [["ana2", "@ana@outra.test"]]],
    ["by a name, up to the full stop", "Foi @Lia Moraes.", [["lia", "@Lia Moraes"]]],
    ["by a first name that one has alone", "(@lia)", [["lia", "@lia"]]],
    ["whatever the accents", "@joao da silva, olha", [["joao", "@joao da silva"]]],
    ["by accents of their own", "@Joa\u0303o!", [["joao", "@Joa\u0303o"]]],
    [
      "each, by the longest that fits",
      "@anna e @jsilva",
      [
        ["ann", "@anna"],
        ["joao", "@jsilva"],
      ],
    ],
    ["across lines", "uma\n@jo\nduas", [["ann", "@jo"]]],
  ])("%s", (_name, text, said) => {
    expect(saidIn(text)).toEqual(said);
    expect(mentionsIn(text, PEOPLE).unheard).toEqual([]);
  });
  it.each([
    ["a name that two have", "@Ana vê", ["@Ana"]],
    ["a local part that two have", "@ana.", ["@ana"]],
    ["a longer word", "@liana", ["@liana"]],
    ["a longer address", "@lia.moraes-neto", ["@lia.moraes-neto"]],
    ["nobody, said once", "@zé e @zé", ["@zé"]],
  ])("is nobody by %s", (_name, text, unheard) => {
    expect(mentionsIn(text, PEOPLE)).toEqual({ said: [], unheard });
  });
  it.each(["lia.moraes@contraprova.test", "a@lia", "@", "@ lia", "preço @@", "ok@"])(
    "is not asked of %j",
    (text) => {
      expect(mentionsIn(text, PEOPLE)).toEqual({ said: [], unheard: [] });
    },
  );
  it("is found among right-to-left letters and emoji by where it stands in the text", () => {
    const text = "👩🏽‍⚖️ שלום @lia.moraes, até";
    expect(saidIn(text)).toEqual([["lia", "@lia.moraes"]]);
  });
  it("is looked for in no more places than a person writes", () => {
    expect(mentionsIn("@lia ".repeat(2_000), PEOPLE).said).toHaveLength(200);
  });
  it("has a way of writing that is theirs alone", () => {
    const handles = colleaguesOf(PEOPLE).map(({ handle }) => handle);
    expect(handles).toEqual(["lia.moraes", "jsilva", "ana@contraprova.test", "ana@outra.test", "jo"]);
    for (const { id, handle } of colleaguesOf(PEOPLE)) expect(saidIn(`@${handle} `)[0]?.[0]).toBe(id);
  });
  it.each(LOCALES)("and whom nobody told, in %s", (locale) => {
    expect(unheardWords(locale, [])).toBeNull();
    expect(unheardWords(locale, ["@zé"])).toContain("@zé");
    expect(unheardWords(locale, ["@a", "@b", "@c", "@d"])).not.toContain("@d");
  });
});

describe("while it is written", () => {
  const colleagues = colleaguesOf(PEOPLE);
  it("what stands behind the `@` in front of the caret is begun", () => {
    expect(mentionAt("Olha @li", 8)).toEqual({ start: 5, typed: "li" });
    expect(mentionAt("Olha @li e", 8)).toEqual({ start: 5, typed: "li" });
    expect(mentionAt("@", 1)).toEqual({ start: 0, typed: "" });
    for (const [text, caret] of [
      ["Olha @li e", 10],
      ["a@li", 4],
      ["Olha", 4],
    ] as const)
      expect(mentionAt(text, caret)).toBeNull();
  });
  it("those are offered whose name or handle begins so", () => {
    const names = (typed: string) => suggested(colleagues, typed).map(({ name }) => name);
    expect(names("li")).toEqual(["Lia Moraes"]);
    expect(names("jo")).toEqual(["João da Silva", "Anna"]);
    expect(names("joã")).toEqual(["João da Silva"]);
    expect(names("zz")).toEqual([]);
    expect(names("")).toHaveLength(5);
  });
});

describe("on the timeline", () => {
  const lia = { user: { id: "lia", name: "Lia Moraes", email: "lia@contraprova.test" } };
  const bodyOf = (note: object) =>
    renderToStaticMarkup(
      <CaseBody found={aWhole({ events: [event("noted", note)] })} given={givenIn("en")} />,
    );
  it("a mention is marked, and the rest is text", () => {
    const markup = bodyOf({ note: "<b>@lia</b> & @me", mentions: [lia] });
    expect(markup).toContain(
      '&lt;b&gt;<b class="font-medium text-accent-text" title="Lia Moraes">@lia</b>&lt;/b&gt; &amp; @me',
    );
  });
  it("a note that was put otherwise says so, with all that it said before", () => {
    const edits = [
      { at: minutes(-8), note: "Second." },
      { at: minutes(-2), note: "Third." },
    ];
    const markup = bodyOf({ note: "First.", edits });
    const texts = [...markup.matchAll(/<blockquote[^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(texts).toEqual(["Third.", "First.", "Second."]);
    expect(markup).toContain("edited 09:40");
    expect(markup).toContain("show earlier");
  });
  it("is put otherwise by its author alone, and not once it is gone", () => {
    const mine = { actor: ME, note: "Mine." };
    expect(bodyOf(mine)).toContain('name="text"');
    expect(bodyOf({ note: "Hers." })).not.toContain('name="text"');
    expect(bodyOf({ ...mine, note: null })).not.toContain('name="text"');
    expect(textNow({ note: "x", edits: [{ at: minutes(0), note: null }] })).toBeNull();
  });
});

it.each(LOCALES)("the overview says who spoke to one, where, and whether it was read, in %s", (locale) => {
  const row = (eventId: string, readAt: Date | null) => ({
    eventId,
    caseNumber: 10_482,
    at: minutes(-5),
    readAt,
    event: { actor: { id: "lia", name: "Lia Moraes" } },
  });
  const given = { ...givenIn(locale), o: translatorFor(locale, "overview") };
  const markup = renderToStaticMarkup(
    <MentionList rows={[row("one", null), row("two", minutes(-1))]} given={given} />,
  );
  expect(markup).toContain('href="/cases/10482#event-one"');
  expect(markup.match(new RegExp(`>${given.o("mentions.new")}<`, "g"))).toHaveLength(1);
});
