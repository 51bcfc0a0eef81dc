import type { Shape } from "#lib/i18n/shape.ts";

/** What changed between answers, and where a reference comes from. */
export const en = {
  changes: {
    title: "Re-verifications of this case",
    caption: "What changed from {earlier} to {now}",
    signal: "Signal",
    opening: "the opening",
    earlier: "Earlier ({name})",
    now: "Now ({name})",
    changed: "changed",
    same: "unchanged",
    nothing: "Nothing changed since {earlier}.",
    count:
      "{count, plural, one {# signal changed since {earlier}.} other {# signals changed since {earlier}.}}",
    by: "started by {name}",
    first: "The first answer: nothing stands beside it yet.",
    noAnswer: "No answer to compare.",
  },
  lineage: {
    title: "Where the reference comes from",
    process: "IDCheck process",
    source: "Re-verification {number}",
    nobody: "Source not known",
    reference: "Reference",
    enrolled: "enrolled {day}",
    origin: {
      idcheck: "from an IDCheck process",
      reverification: "from a re-verification",
      import: "imported",
      manual: "given by hand",
    },
    elsewhere: "not in your branches",
    none: "Nothing was compared with it yet.",
    thisCase: "this case",
    ofCase: "case {number}",
    more: "{count, plural, one {# more} other {# more}}",
  },
} as const;

export const ptBR: Shape<typeof en> = {
  changes: {
    title: "Reverificações deste caso",
    caption: "O que mudou de {earlier} para {now}",
    signal: "Sinal",
    opening: "a abertura",
    earlier: "Antes ({name})",
    now: "Agora ({name})",
    changed: "mudou",
    same: "sem mudança",
    nothing: "Nada mudou desde {earlier}.",
    count: "{count, plural, one {# sinal mudou desde {earlier}.} other {# sinais mudaram desde {earlier}.}}",
    by: "pedida por {name}",
    first: "A primeira resposta: ainda não há outra ao lado.",
    noAnswer: "Sem resposta para comparar.",
  },
  lineage: {
    title: "De onde vem a referência",
    process: "Processo IDCheck",
    source: "Reverificação {number}",
    nobody: "Origem desconhecida",
    reference: "Referência",
    enrolled: "cadastrada {day}",
    origin: {
      idcheck: "de um processo IDCheck",
      reverification: "de uma reverificação",
      import: "importada",
      manual: "informada à mão",
    },
    elsewhere: "fora das suas filiais",
    none: "Nada foi comparado com ela ainda.",
    thisCase: "este caso",
    ofCase: "caso {number}",
    more: "{count, plural, one {mais #} other {mais #}}",
  },
};
