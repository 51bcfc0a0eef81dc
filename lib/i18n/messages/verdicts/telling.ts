import type { Shape } from "#lib/i18n/shape.ts";

/** What support may know of it, and tell the customer. */
export const en = {
  support: {
    confirmed: "It is the holder",
    second_look: "A person must look at it",
    refused: "Not accepted",
    do_again: "The check has to be done again",
    not_finished: "The customer has not finished",
    not_found: "Unico knows no such id",
  },
  say: {
    confirmed: "Your identity is confirmed. There is nothing more to do.",
    second_look: "We have what you sent. One check on our side remains; you will hear by tomorrow.",
    refused: "We could not confirm your identity. You may ask for a review, and I can open it now.",
    do_again: "The check did not complete, for a technical reason. I will send a new link.",
    new_selfie: "The check did not complete, for a technical reason. I need one more selfie from you.",
    our_side:
      "The check did not complete, for a technical reason on our side. There is nothing for you to do.",
    not_finished: "The selfie from the link you received is still to be done.",
    not_found: "Could you read me the code in the email again?",
  },
  tellTheCustomer: "Tell the customer",
  sayNothingOf: "Do not mention fraud, alerts, scores or the reason for a refusal.",
} as const;

export const ptBR: Shape<typeof en> = {
  support: {
    confirmed: "É o titular",
    second_look: "Uma pessoa precisa olhar",
    refused: "Não aceita",
    do_again: "A verificação precisa ser refeita",
    not_finished: "O cliente não terminou",
    not_found: "A Unico não conhece este código",
  },
  say: {
    confirmed: "A sua identidade foi confirmada. Não precisa fazer mais nada.",
    second_look: "Recebemos o seu envio. Falta uma conferência nossa, e você recebe a resposta até amanhã.",
    refused:
      "Não foi possível confirmar a sua identidade. Você pode pedir uma nova análise, e eu abro o pedido agora.",
    do_again: "A verificação não foi concluída por uma falha técnica. Vou mandar um novo link.",
    new_selfie: "A verificação não foi concluída por uma falha técnica. Preciso de mais uma selfie sua.",
    our_side: "A verificação não foi concluída por uma falha técnica nossa. Você não precisa fazer nada.",
    not_finished: "Ainda falta concluir a selfie pelo link que você recebeu.",
    not_found: "Pode me confirmar o código que aparece no e-mail?",
  },
  tellTheCustomer: "Diga ao cliente",
  sayNothingOf: "Não fale de fraude, alertas, score nem do motivo de uma recusa.",
};
