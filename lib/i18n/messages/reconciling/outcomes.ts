import type { Shape } from "#lib/i18n/shape.ts";

/** What came of an act, or why nothing did. */
export const en = {
  done: {
    propose: "Recorded. A second person has to confirm it.",
    reject: "Rejected. Nobody knows the end yet.",
    withdraw: "Withdrawn. Nobody knows the end yet.",
    confirm: "Confirmed.",
  },
  came: {
    settled: "It is settled.",
    working: "Unico is still at work on it. It is asked again by itself.",
    not_found: "Unico knows no process with this id.",
    gone: "Unico has deleted the answer; it stays unknown.",
    foreign: "What came is about another process, so it settled nothing.",
    unreadable: "Unico’s answer could not be used, so it settled nothing. Try again later.",
    unreachable: "Unico could not be reached. Nothing changed; try again in a moment.",
  },
  failure: {
    not_found: "This is not kept any more.",
    settled: "It was settled in the meantime. This page shows its end.",
    no_process_id: "No id is known, so Unico cannot be asked.",
    own_word: "You recorded this yourself, so another person has to confirm or reject it.",
    other_word: "{by} recorded this, and only they withdraw it. You can reject it.",
    word_open: "{by} recorded something a moment ago. Confirm or reject that first; your note stays here.",
    word_ended: {
      accepted: "{by} confirmed this already.",
      rejected: "{by} rejected this already.",
      withdrawn: "{by} withdrew this. There is nothing to confirm.",
      overtaken: "It settled by itself in the meantime. This page shows its end.",
    },
    process_known: "Unico itself gave an id for this one. Ask Unico by it instead.",
    process_other: "This process belongs to {number}. Look in the portal again.",
    process_elsewhere: "This process belongs to something else. Look in the portal again.",
    process_reference: "This is the id of a reference process, not of the new one. Look in the portal again.",
    process_id_check: "This is an IDCheck process, not a re-verification. Look in the portal again.",
    somebody: "Somebody",
  },
  history: {
    title: "What was recorded",
    proposed: "read in Unico’s portal: {word}",
    accepted: "confirmed: {word}",
    rejected: "rejected: {word}",
    withdrawn: "withdrew: {word}",
    overtaken: "It settled by itself before anybody confirmed: {word}",
  },
} as const;

export const ptBR: Shape<typeof en> = {
  done: {
    propose: "Registrado. Uma segunda pessoa precisa confirmar.",
    reject: "Rejeitado. Ainda não se sabe o fim.",
    withdraw: "Retirado. Ainda não se sabe o fim.",
    confirm: "Confirmado.",
  },
  came: {
    settled: "Está encerrada.",
    working: "A Unico ainda processa. Perguntamos de novo sozinhos.",
    not_found: "A Unico não conhece um processo com este id.",
    gone: "A Unico apagou a resposta; continua sem resposta sabida.",
    foreign: "O que veio é de outro processo, então não encerrou nada.",
    unreadable: "A resposta da Unico não serviu, então não encerrou nada. Tente mais tarde.",
    unreachable: "Não foi possível alcançar a Unico. Nada mudou; tente de novo em instantes.",
  },
  failure: {
    not_found: "Isto não está mais guardado.",
    settled: "Foi encerrada nesse meio-tempo. Esta página mostra o fim.",
    no_process_id: "Não há id conhecido, então não há como perguntar à Unico.",
    own_word: "Foi você que registrou isto, então outra pessoa precisa confirmar ou rejeitar.",
    other_word: "{by} registrou isto, e só quem registrou retira. Você pode rejeitar.",
    word_open: "{by} registrou algo há pouco. Confirme ou rejeite isso antes; a sua nota fica aqui.",
    word_ended: {
      accepted: "{by} já confirmou isto.",
      rejected: "{by} já rejeitou isto.",
      withdrawn: "{by} retirou isto. Não há o que confirmar.",
      overtaken: "Encerrou sozinha nesse meio-tempo. Esta página mostra o fim.",
    },
    process_known: "A própria Unico deu um id para esta. Pergunte à Unico por ele.",
    process_other: "Este processo é da {number}. Olhe o portal de novo.",
    process_elsewhere: "Este processo é de outra coisa. Olhe o portal de novo.",
    process_reference: "Este é o id de um processo de referência, não do novo. Olhe o portal de novo.",
    process_id_check: "Este é um processo do IDCheck, não uma reverificação. Olhe o portal de novo.",
    somebody: "Alguém",
  },
  history: {
    title: "O que foi registrado",
    proposed: "leu no portal da Unico: {word}",
    accepted: "confirmou: {word}",
    rejected: "rejeitou: {word}",
    withdrawn: "retirou: {word}",
    overtaken: "Encerrou sozinha antes de alguém confirmar: {word}",
  },
};
