import type { Shape } from "#lib/i18n/shape.ts";

/** The figures: what they are called, what each means, whose work it counts. */
export const en = {
  figure: {
    reverifications: "Re-verifications",
    match: "Same person",
    match_flagged: "Same person, fraud alert",
    no_match: "Different person",
    no_match_flagged: "Different person, fraud alert",
    not_live: "Not live",
    undecided: "Needs a second look",
    refused: "Refused by Unico",
    failed: "Failed",
    unanswered: "No answer came, not counted",
    flaggedRate: "Flagged by Unico",
    notLiveRate: "Liveness refused",
    opened: "Cases opened",
    closed: "Cases closed",
    backlog: "Open now",
    firstTouch: "First touch, median and 9 of 10",
    decision: "Decision, median and 9 of 10",
    dueMet: "Due time met",
    falsePositives: "False positives",
    overturned: "Overturned",
    reopened: "Reopened",
    agreement: "Agreement of two reviewers, kappa",
    latency: "Unico’s answer, median and 19 of 20",
    failedRate: "Refused or failed",
    unknownValues: "Unknown answers about fraud",
    paid: "Paid calls",
    spent: "Spent, {price} a call",
    avoided: "Paid calls avoided",
  },
  definition: {
    reverifications:
      "Re-verifications started in the period that ended: completed, refused or failed. Those without an answer are counted in nothing until a person has settled them.",
    match: "Completed: Unico says it is the same person, without a fraud alert.",
    match_flagged: "Completed: the same person, and Unico gives a fraud alert.",
    no_match: "Completed: Unico says it is a different person.",
    no_match_flagged: "Completed: a different person, and Unico gives a fraud alert.",
    not_live: "Completed: a photo, a screen or a mask was in front of the camera.",
    undecided: "Completed, yet an answer is missing or not known: a person must look.",
    refused: "Unico said no before it did any work: a wrong CPF, picture or key.",
    failed: "It never left, or Unico ended it with an error. Nothing was checked.",
    unanswered:
      "Something left and no sure answer came. Never sent again by itself, and part of no other figure on this page.",
    flaggedRate: "Fraud alerts among completed re-verifications.",
    notLiveRate: "Not live among completed re-verifications whose liveness was measured.",
    opened: "Cases opened in the period, whatever became of them.",
    closed:
      "Cases closed in the period and not reopened since; fraud counts once a second person approved it.",
    backlog:
      "Cases that are not closed, at this moment. Before: those open when the period began; one that was reopened since counts as never closed.",
    firstTouch:
      "From opening until somebody first took the case, of cases first taken in the period. Working time: Monday to Friday, 9 to 18, without holidays.",
    decision:
      "From opening to the decision, of cases closed in the period. Working time less the pauses in which a case waited for the customer.",
    dueMet:
      "Of cases due in the period: decided by their due time. Undecided ones past it count as missed; those that wait for the customer count as neither.",
    falsePositives:
      "Of cases opened in the period and closed by now: decided as false positive. What is still open is shown apart and part of neither.",
    overturned:
      "Of cases closed in the period that a second person looked at: the decision that stands is another than the first one.",
    reopened: "Cases that were opened again in the period.",
    agreement:
      "Cohen’s kappa of the first decision and the one that stands, where a second person looked: 1 is always the same, 0 is no more than chance. Not defined where chance alone would always agree.",
    latency:
      "How long the call took that was answered, of completed re-verifications, by the clock. What a person settled by hand was not answered and is left out.",
    failedRate: "Among those that ended: refused by Unico, ended by it with an error, or never sent at all.",
    unknownValues: "Completed re-verifications whose answer about fraud is a value that we do not know.",
    paid: "Completed re-verifications: Unico did the work. Those without an answer may have been charged and are not in here.",
    spent: "Paid calls times the price that is set for one.",
    avoided:
      "Calls that were not made because the same one was there: a form sent twice, the same picture under way, or a person who was told and let it be. Leads to the re-verifications that were there already.",
    cohorts: "Each span by the day of opening, so that late decisions change the span they belong to.",
    reasons: "Decisions that closed a case in the period. One decision may have several reasons.",
    age: "By the clock since opening, at this moment, whichever period is chosen.",
    scores:
      "IDCheck processes with a score whose newest reading is of the period. A switched-off score is none.",
    byDay: "By the day in São Paulo on which a case was opened or closed.",
    people:
      "Closed: decided by this person and closed in the period. Started: re-verifications that ended. Median: working time from opening to decision. Agrees: of those that they decided first and a second person looked at, the first decision stands.",
    values: "Values in Unico’s answers that this program does not know, last seen in the period.",
  },
  whose: {
    held: "With a person chosen: the cases in their hands now, whoever had them before.",
    decided: "With a person chosen: the cases that they decided, whoever has them now.",
    decidedFirst: "With a person chosen: the cases that they decided first, whatever stands now.",
    heldAndDecided:
      "With a person chosen: opened, those in their hands now; closed, those that they decided.",
    started: "With a person chosen: the re-verifications that they started.",
  },
} as const;

export const ptBR: Shape<typeof en> = {
  figure: {
    reverifications: "Reverificações",
    match: "Mesma pessoa",
    match_flagged: "Mesma pessoa, alerta de fraude",
    no_match: "Pessoa diferente",
    no_match_flagged: "Pessoa diferente, alerta de fraude",
    not_live: "Não ao vivo",
    undecided: "Pede uma segunda olhada",
    refused: "Recusadas pela Unico",
    failed: "Falharam",
    unanswered: "Sem resposta, fora da conta",
    flaggedRate: "Com alerta da Unico",
    notLiveRate: "Prova de vida negada",
    opened: "Casos abertos no período",
    closed: "Casos encerrados",
    backlog: "Abertos agora",
    firstTouch: "Primeiro toque, mediana e 9 de 10",
    decision: "Decisão, mediana e 9 de 10",
    dueMet: "Dentro do prazo",
    falsePositives: "Falsos positivos",
    overturned: "Decisões mudadas",
    reopened: "Reabertos",
    agreement: "Concordância de dois revisores, kappa",
    latency: "Resposta da Unico, mediana e 19 de 20",
    failedRate: "Recusadas ou com falha",
    unknownValues: "Respostas desconhecidas sobre fraude",
    paid: "Chamadas pagas",
    spent: "Gasto, {price} por chamada",
    avoided: "Chamadas pagas evitadas",
  },
  definition: {
    reverifications:
      "Reverificações iniciadas no período que terminaram: concluídas, recusadas ou com falha. As que ficaram sem resposta não entram em nada até que uma pessoa as resolva.",
    match: "Concluídas: a Unico diz que é a mesma pessoa, sem alerta de fraude.",
    match_flagged: "Concluídas: a mesma pessoa, e a Unico dá um alerta de fraude.",
    no_match: "Concluídas: a Unico diz que é outra pessoa.",
    no_match_flagged: "Concluídas: outra pessoa, e a Unico dá um alerta de fraude.",
    not_live: "Concluídas: havia uma foto, uma tela ou uma máscara diante da câmera.",
    undecided: "Concluídas, mas uma resposta falta ou é desconhecida: uma pessoa precisa olhar.",
    refused: "A Unico disse não antes de trabalhar: CPF, imagem ou chave errados.",
    failed: "Nunca saíram, ou a Unico terminou com erro. Nada foi verificado.",
    unanswered:
      "Algo saiu e não veio resposta certa. Nunca são reenviadas sozinhas e não entram em nenhum outro número desta página.",
    flaggedRate: "Alertas de fraude entre as reverificações concluídas.",
    notLiveRate: "Não ao vivo entre as reverificações concluídas em que a prova de vida foi medida.",
    opened: "Casos abertos no período, não importa o que houve depois.",
    closed:
      "Casos encerrados no período e não reabertos desde então; fraude conta quando uma segunda pessoa aprova.",
    backlog:
      "Casos não encerrados, neste momento. Antes: os abertos quando o período começou; um que foi reaberto conta como nunca encerrado.",
    firstTouch:
      "Da abertura até alguém assumir o caso pela primeira vez, dos casos assumidos pela primeira vez no período. Tempo útil: segunda a sexta, das 9 às 18, sem feriados.",
    decision:
      "Da abertura à decisão, dos casos encerrados no período. Tempo útil menos as pausas em que o caso esperou pelo cliente.",
    dueMet:
      "Dos casos com prazo no período: decididos até o prazo. Os sem decisão e já vencidos contam como perdidos; os que esperam pelo cliente não contam.",
    falsePositives:
      "Dos casos abertos no período e já encerrados: decididos como falso positivo. O que ainda está aberto aparece à parte e não entra.",
    overturned:
      "Dos casos encerrados no período que uma segunda pessoa olhou: a decisão que vale é outra que não a primeira.",
    reopened: "Casos que foram reabertos no período.",
    agreement:
      "Kappa de Cohen entre a primeira decisão e a que vale, onde uma segunda pessoa olhou: 1 é sempre igual, 0 não passa do acaso. Não definido onde só o acaso já concordaria sempre.",
    latency:
      "Quanto durou a chamada que teve resposta, das reverificações concluídas, pelo relógio. O que uma pessoa resolveu à mão não teve resposta e fica de fora.",
    failedRate: "Entre as que terminaram: recusadas pela Unico, terminadas com erro, ou que nunca saíram.",
    unknownValues: "Reverificações concluídas cuja resposta sobre fraude é um valor que não conhecemos.",
    paid: "Reverificações concluídas: a Unico fez o trabalho. As sem resposta podem ter sido cobradas e não estão aqui.",
    spent: "Chamadas pagas vezes o preço definido para uma.",
    avoided:
      "Chamadas que não foram feitas porque a mesma já existia: um formulário enviado duas vezes, a mesma imagem em andamento, ou alguém que foi avisado e desistiu. Leva às reverificações que já existiam.",
    cohorts: "Cada intervalo pelo dia da abertura: decisões tardias mudam o intervalo a que pertencem.",
    reasons: "Decisões que encerraram um caso no período. Uma decisão pode ter vários motivos.",
    age: "Pelo relógio desde a abertura, neste momento, seja qual for o período.",
    scores:
      "Processos IDCheck com score cuja leitura mais nova é do período. Um score desligado não é nenhum.",
    byDay: "Pelo dia em São Paulo em que o caso foi aberto ou encerrado.",
    people:
      "Encerrados: decididos por esta pessoa e encerrados no período. Iniciadas: reverificações que terminaram. Mediana: tempo útil da abertura à decisão. Concorda: dos que ela decidiu primeiro e uma segunda pessoa olhou, a primeira decisão vale.",
    values: "Valores nas respostas da Unico que este programa não conhece, vistos por último no período.",
  },
  whose: {
    held: "Com uma pessoa escolhida: os casos que estão agora com ela, não importa com quem estavam antes.",
    decided: "Com uma pessoa escolhida: os casos que ela decidiu, não importa com quem estão agora.",
    decidedFirst:
      "Com uma pessoa escolhida: os casos que ela decidiu primeiro, não importa o que vale agora.",
    heldAndDecided:
      "Com uma pessoa escolhida: abertos, os que estão agora com ela; encerrados, os que ela decidiu.",
    started: "Com uma pessoa escolhida: as reverificações que ela iniciou.",
  },
};
