import type { Shape } from "#lib/i18n/shape.ts";

/** Whether the whole log can be trusted, and what to do where it cannot. */
export const en = {
  proof: {
    title: "State of the proof",
    never: "not yet",
    lastSeal: "Last sealed",
    sealedAt: "block {block}, {when}",
    lag: "Waiting to be sealed",
    waiting:
      "{count, plural, =0 {nothing waits} one {# event, the oldest for {oldest}} other {# events, the oldest for {oldest}}}",
    lastCheck: "Last checked",
    checkedGood: "Checked {when}: {count, plural, one {# event} other {# events}}, nothing was touched",
    checkedBad: "Checked {when}: something was touched, first at {place}",
    checkedDoubtful: "Checked {when} and nothing was touched, but {why}",
    doubt: {
      touched: "something was touched",
      seal_late: "events wait too long for their seal",
      copy_late: "the copy outside is overdue",
      check_late: "the last check is over 30 minutes old",
      full_check_late: "the last check of the whole log is over 36 hours old",
      copy_failing: "the copy outside cannot be written right now",
      never_checked: "no check has run yet",
    },
    copyOverdue: "overdue, the last was {last}",
    anomalies: "Clocks and keys out of place",
    anomalyCount: "{count, plural, =0 {in no place} one {in one place} other {in # places}}",
    anomaly: {
      clock_back:
        "The first goes back in time against what stands before it; no sign of tampering by itself.",
      back_dated:
        "The first is dated before the block that was sealed already; no sign of tampering by itself.",
      key_back:
        "The first is a block signed by a key that another had replaced: do two processes work with different keys?",
    },
    firstAnomaly: "See the first",
    archived: "Archived",
    archivedCount:
      "{count, plural, =0 {no event} one {# event, of which only the hash is here} other {# events, of which only the hashes are here}}",
    toLog: "See the audit log",
    toPlace: "See the place",
    alarm: {
      touched: {
        title: "The audit log was touched, first at {place}",
        do: "Somebody changed it past the program. Keep the database, its backups and the copies outside as they are, run npm run audit:verify and tell whoever answers for security.",
        since: "Found at {time}.",
      },
      seal_late: {
        title: "Events of the audit log are not sealed",
        do: "See that the worker runs and read what it says: it names what keeps it. Until then what is written now could be changed unseen.",
        since: "Since {time}.",
      },
      copy_late: {
        title: "The audit log is not copied outside the database",
        do: "See that AUDIT_CHECKPOINT_URL can be written and read what the worker says. Until then what is newer than the last copy could be cut unseen.",
        since: "Since {time}.",
      },
      check_late: {
        title: "Nobody checks the audit log",
        do: "See that the worker runs: it checks what is new every ten minutes.",
        since: "Last checked at {time}.",
      },
      full_check_late: {
        title: "The whole audit log was not checked for over 36 hours",
        do: "See that the worker runs at night, at 03:30 UTC, or run npm run audit:verify now.",
        since: "Last checked whole at {time}.",
      },
    },
    checkpoint: "Copy outside the database",
    copyFails: "cannot be written since {when}",
    whole: "{when}, the whole log, in {seconds}",
    since: "{when}, what came since the check before, in {seconds}",
    lastFull: "Whole log last checked",
    neverChecked: "Not checked yet",
    block: "block {block}",
  },
} as const;

export const ptBR: Shape<typeof en> = {
  proof: {
    title: "Estado da prova",
    never: "ainda não",
    lastSeal: "Último selo",
    sealedAt: "bloco {block}, {when}",
    lag: "À espera do selo",
    waiting:
      "{count, plural, =0 {nada espera} one {# evento, o mais antigo há {oldest}} other {# eventos, o mais antigo há {oldest}}}",
    lastCheck: "Última conferência",
    checkedGood: "Conferida {when}: {count, plural, one {# evento} other {# eventos}}, nada foi alterado",
    checkedBad: "Conferida {when}: algo foi alterado, primeiro em {place}",
    checkedDoubtful: "Conferida {when} e nada foi alterado, mas {why}",
    doubt: {
      touched: "algo foi alterado",
      seal_late: "há eventos à espera do selo há tempo demais",
      copy_late: "a cópia externa está atrasada",
      check_late: "a última conferência tem mais de 30 minutos",
      full_check_late: "a última conferência completa tem mais de 36 horas",
      copy_failing: "a cópia externa não pode ser escrita agora",
      never_checked: "nenhuma conferência foi feita ainda",
    },
    copyOverdue: "atrasada, a última foi {last}",
    anomalies: "Relógios e chaves fora do lugar",
    anomalyCount: "{count, plural, =0 {em nenhum lugar} one {em um lugar} other {em # lugares}}",
    anomaly: {
      clock_back:
        "O primeiro volta no tempo em relação ao que vem antes; por si só, não é sinal de adulteração.",
      back_dated: "O primeiro tem data anterior ao bloco já selado; por si só, não é sinal de adulteração.",
      key_back:
        "O primeiro é um bloco assinado por uma chave que outra já tinha substituído: dois processos usam chaves diferentes?",
    },
    firstAnomaly: "Ver o primeiro",
    archived: "Arquivados",
    archivedCount:
      "{count, plural, =0 {nenhum evento} one {# evento, do qual só o hash está aqui} other {# eventos, dos quais só os hashes estão aqui}}",
    toLog: "Ver a auditoria",
    toPlace: "Ver o lugar",
    alarm: {
      touched: {
        title: "A auditoria foi adulterada, primeiro em {place}",
        do: "Alguém a alterou por fora do programa. Mantenha o banco de dados, os backups e as cópias externas como estão, rode npm run audit:verify e avise quem responde pela segurança.",
        since: "Encontrado em {time}.",
      },
      seal_late: {
        title: "Há eventos da auditoria sem selo",
        do: "Veja se o worker está rodando e leia o que ele diz: ele nomeia o que o impede. Até lá, o que se escreve agora poderia ser alterado sem que se visse.",
        since: "Desde {time}.",
      },
      copy_late: {
        title: "A auditoria não está sendo copiada fora do banco de dados",
        do: "Veja se AUDIT_CHECKPOINT_URL pode ser escrito e leia o que o worker diz. Até lá, o que é mais novo que a última cópia poderia ser cortado sem que se visse.",
        since: "Desde {time}.",
      },
      check_late: {
        title: "Ninguém confere a auditoria",
        do: "Veja se o worker está rodando: ele confere o que é novo a cada dez minutos.",
        since: "Última conferência: {time}.",
      },
      full_check_late: {
        title: "A auditoria inteira não é conferida há mais de 36 horas",
        do: "Veja se o worker roda à noite, às 03:30 UTC, ou rode npm run audit:verify agora.",
        since: "Última conferência completa: {time}.",
      },
    },
    checkpoint: "Cópia fora do banco",
    copyFails: "não pode ser gravada desde {when}",
    whole: "{when}, toda a auditoria, em {seconds}",
    since: "{when}, o que veio desde a conferência anterior, em {seconds}",
    lastFull: "Toda a auditoria conferida",
    neverChecked: "Ainda não conferida",
    block: "bloco {block}",
  },
};
