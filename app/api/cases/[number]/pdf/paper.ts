import { fileKindWord } from "#app/(staff)/cases/[number]/attached.tsx";
import { textNow } from "#app/(staff)/cases/[number]/case-note.tsx";
import { isUnkept, reasonWords, whatOf } from "#app/(staff)/cases/[number]/case-timeline.tsx";
import { headlineOf } from "#components/case/headline.ts";
import {
  biometryWords,
  fraudWords,
  livenessWords,
  outcomeWords,
  scoreWords,
} from "#components/verdict/words.ts";
import type { CaseFile } from "#lib/features/case-file/service.ts";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { type Formatter, formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { type Translator, translatorFor } from "#lib/i18n/translator.ts";
import type { PdfBlock, PdfFact, PdfPaper } from "#lib/pdf/model.ts";

type Words = {
  t: Translator<"cases">;
  own: Translator<"caseFile">;
  verdicts: Translator<"verdicts">;
  format: Formatter;
};

/** What a case says on paper, in the words of its page. */
export function casePaper(locale: Locale, file: CaseFile): { paper: PdfPaper; blocks: PdfBlock[] } {
  const words: Words = {
    t: translatorFor(locale, "cases"),
    own: translatorFor(locale, "caseFile"),
    verdicts: translatorFor(locale, "verdicts"),
    format: formatterFor(locale),
  };
  const { t, own, verdicts, format } = words;
  const { found, seenBy, madeAt } = file;
  const number = String(found.number);
  const heading = (text: string): PdfBlock => ({ is: "heading", level: 2, text });
  return {
    paper: {
      title: own("title", { number }),
      language: locale,
      madeAt,
      foot: own("foot", { number, id: file.id }),
      pageOf: (page, pages) => own("page", { page: String(page), pages: String(pages) }),
    },
    blocks: [
      { is: "heading", level: 1, text: own("title", { number }) },
      { is: "text", text: verdicts(headlineOf(found).word), type: "strong" },
      { is: "text", text: own("madeBy", { name: file.by, time: format.dateTime(madeAt) }), type: "quiet" },
      heading(t("facts.title")),
      { is: "facts", facts: factsOf(found, words) },
      heading(own("signals")),
      { is: "facts", facts: signalsOf(found, words) },
      heading(own("person")),
      { is: "facts", facts: personOf(found, words) },
      heading(own("decision")),
      ...decisionOf(found, words),
      ...(found.files.length > 0
        ? [heading(t("files.paper")), { is: "table", table: filesOf(found, words) } as const]
        : []),
      heading(t("timeline.title")),
      { is: "table", table: timelineOf(found, words) },
      ...(file.olderEvents > 0
        ? [{ is: "text", text: own("older", { count: file.olderEvents }), type: "quiet" } as const]
        : []),
      ...(seenBy ? [heading(own("seenBy")), { is: "table", table: seenByOf(seenBy, words) } as const] : []),
      heading(own("proof")),
      { is: "text", text: own("proofText") },
      { is: "facts", facts: proofOf(file, words) },
    ],
  };
}

const toTheSecond = (format: Formatter, at: Date): string => `${format.date(at)}, ${format.exact(at)}`;

function factsOf(found: CaseWhole, { t, own, verdicts, format }: Words): PdfFact[] {
  const { outcome, reverification, process, referenceId, priority, dueAt, closedAt, tags } = found;
  const none = t("facts.none");
  return [
    { term: t("facts.state"), value: verdicts(`status.${found.status}`), raw: found.status },
    {
      term: t("facts.outcome"),
      value: outcome ? verdicts(outcomeWords(outcome).word) : t("noComparison"),
      raw: outcome,
    },
    ...(priority ? [{ term: own("priority"), value: verdicts(`priority.${priority}`), raw: priority }] : []),
    { term: t("facts.process"), value: reverification?.unicoProcessId ?? process?.id ?? none },
    ...(reverification ? [{ term: t("facts.reverification"), value: `R-${reverification.number}` }] : []),
    { term: t("facts.reference"), value: referenceId ?? none },
    { term: t("facts.opened"), value: format.full(found.openedAt) },
    ...(dueAt ? [{ term: t("facts.due"), value: format.full(dueAt) }] : []),
    ...(closedAt ? [{ term: own("closed"), value: format.full(closedAt) }] : []),
    ...(tags.length > 0 ? [{ term: own("tags"), value: tags.join(", ") }] : []),
  ];
}

/** Each signal in plain words with why it says so, and what Unico sent. */
function signalsOf(found: CaseWhole, { t, verdicts, format }: Words): PdfFact[] {
  const { raw, score } = found;
  const sent = (value: string | null) => value ?? t("notSent");
  const said = ({ word, why }: ReturnType<typeof fraudWords>) => `${verdicts(word)}. ${verdicts(why)}`;
  return [
    {
      term: "identityFraudsters",
      value: said(fraudWords(found.fraudsters, raw.fraudsters)),
      raw: sent(raw.fraudsters),
    },
    { term: "biometryToken", value: said(biometryWords(found.biometry)), raw: sent(raw.biometry) },
    { term: "liveness", value: said(livenessWords(found.liveness)), raw: sent(raw.liveness) },
    {
      term: t("facts.score"),
      value: said(scoreWords(score)),
      raw: score === null ? t("notSent") : format.score(score),
    },
  ];
}

/** Masked, as the page has it before a reveal. */
function personOf({ person, subsidiary }: CaseWhole, { t }: Words): PdfFact[] {
  const unknown = t("desk.unknown");
  return [
    { term: t("desk.name"), value: person?.name ?? unknown },
    { term: t("desk.cpf"), value: person?.cpf ?? unknown },
    { term: t("desk.email"), value: person?.email ?? unknown },
    { term: t("desk.phone"), value: person?.phone ?? unknown },
    { term: t("desk.subsidiary"), value: subsidiary?.name ?? unknown },
  ];
}

function decisionOf(found: CaseWhole, { t, own, verdicts, format }: Words): PdfBlock[] {
  const { decision, decidedBy, decidedAt, approvedBy, approvedAt, reasons } = found;
  if (!decision) return [{ is: "text", text: own("noDecision") }];
  const event = found.events.find(({ kind }) => kind === "decided");
  const note = event ? textNow(event) : null;
  return [
    {
      is: "facts",
      facts: [
        { term: own("decision"), value: verdicts(`decision.${decision}`), raw: decision },
        { term: own("reasons"), value: reasonWords(verdicts, reasons), raw: reasons.join(", ") },
        ...(note ? [{ term: t("desk.note"), value: note }] : []),
        ...(decidedBy ? [{ term: own("decidedBy"), value: decidedBy.name }] : []),
        ...(decidedAt ? [{ term: own("decidedAt"), value: format.full(decidedAt) }] : []),
        ...(approvedBy ? [{ term: own("approvedBy"), value: approvedBy.name }] : []),
        ...(approvedAt ? [{ term: own("approvedAt"), value: format.full(approvedAt) }] : []),
      ],
    },
  ];
}

/**
 * Told apart by their hashes: what they are called is not masked, so it stays on the screen. A text is not, for a short
 * one is found by trying: the hash of a name or a number tells it.
 */
function filesOf({ files }: CaseWhole, { t, own, format }: Words) {
  return {
    name: t("files.paper"),
    columns: [
      { head: own("when"), width: 3 },
      { head: own("who"), width: 3 },
      { head: own("file"), width: 2 },
      { head: t("files.hash"), width: 6 },
    ],
    rows: files.map(({ at, author, kind, bytes, sha256 }) => [
      toTheSecond(format, at),
      author.name,
      t("files.facts", { kind: fileKindWord(t, kind), size: format.size(bytes) }),
      kind === "text" ? "" : sha256,
    ]),
  };
}

/** Oldest first: paper is read from the top. */
function timelineOf(found: CaseWhole, words: Words) {
  const { own, t, format } = words;
  const textOf = (event: CaseWhole["events"][number]): string[] => {
    const [text, edit] = [textNow(event), event.edits.at(-1)];
    if (text === null && isUnkept(event)) return [t("written.unkept")];
    if (text === null) return event.kind === "noted" ? [own("gone")] : [];
    return [edit ? own("edited", { text, time: format.dateTime(edit.at) }) : text];
  };
  return {
    name: t("timeline.title"),
    columns: [
      { head: own("when"), width: 3 },
      { head: own("who"), width: 3 },
      { head: own("what"), width: 8 },
    ],
    rows: found.events
      .toReversed()
      .map((event) => [
        toTheSecond(format, event.at),
        event.actor?.name ?? own("program"),
        [whatOf(words, event), ...textOf(event)].join("\n"),
      ]),
  };
}

function seenByOf(seenBy: NonNullable<CaseFile["seenBy"]>, { own, format }: Words) {
  return {
    name: own("seenBy"),
    columns: [
      { head: own("who"), width: 4 },
      { head: own("times"), width: 1, isNumber: true },
      { head: own("first"), width: 3 },
      { head: own("last"), width: 3 },
    ],
    rows: seenBy.map(({ name, times, first, last }) => [
      name,
      String(times),
      toTheSecond(format, first),
      toTheSecond(format, last),
    ]),
  };
}

function proofOf({ id, head }: CaseFile, { own, format }: Words): PdfFact[] {
  const block = head && { number: String(head.number), time: format.full(new Date(head.sealedAt)) };
  return [
    { term: own("file"), value: id },
    {
      term: own("auditHead"),
      value: block ? own("auditBlock", block) : own("noBlock"),
      raw: head?.head ?? null,
    },
  ];
}
