import type { Shape } from "#lib/i18n/shape.ts";

/** Why one ended, where Unico may have done it all the same. */
export const en = {
  failure: {
    not_found: {
      title: "Unico does not know its own id any more",
      text: "It took the call, but has no answer under the id that it gave. Ask Unico before you start a new one.",
    },
    gone: {
      title: "Unico has deleted the answer",
      text: "It took the call, but the answer is gone. Ask Unico before you start a new one.",
    },
    unknown_timeout: {
      title: "It was sent, but no answer came in time",
      text: "Unico may have done it, and charges each. It is never sent again by itself: ask Unico before you start a new one.",
    },
    unknown_reset: {
      title: "It was sent, but the connection broke off",
      text: "Unico may have done it, and charges each. It is never sent again by itself: ask Unico before you start a new one.",
    },
    unknown_server_error: {
      title: "It was sent, and Unico answered with a fault",
      text: "Unico may have done it all the same, and charges each. It is never sent again by itself: ask Unico before you start a new one.",
    },
    unknown_unreadable: {
      title: "It was sent, but the answer could not be read",
      text: "Unico did answer, and charges each. It is never sent again by itself: look at the exact answer and ask Unico.",
    },
    sender_died: {
      title: "It was sent, but this program stopped before the answer came",
      text: "Unico may have done it, and charges each. It is never sent again by itself: ask Unico before you start a new one.",
    },
    still_working: {
      title: "Unico has been at work on it for a week",
      text: "It took the call and gave an id, but never an end. Ask Unico by its id again, or look into Unico’s portal.",
    },
    other: {
      title: "It ended without an outcome",
      text: "Hand the number of this re-verification on to an administrator.",
    },
  },
} as const;

export const ptBR: Shape<typeof en> = {
  failure: {
    not_found: {
      title: "A Unico não conhece mais o próprio id",
      text: "Ela recebeu a chamada, mas não tem resposta no id que deu. Pergunte à Unico antes de iniciar uma nova.",
    },
    gone: {
      title: "A Unico apagou a resposta",
      text: "Ela recebeu a chamada, mas a resposta não existe mais. Pergunte à Unico antes de iniciar uma nova.",
    },
    unknown_timeout: {
      title: "Foi enviada, mas a resposta não veio a tempo",
      text: "A Unico pode ter feito, e cobra cada uma. Nunca é reenviada sozinha: pergunte à Unico antes de iniciar uma nova.",
    },
    unknown_reset: {
      title: "Foi enviada, mas a conexão caiu",
      text: "A Unico pode ter feito, e cobra cada uma. Nunca é reenviada sozinha: pergunte à Unico antes de iniciar uma nova.",
    },
    unknown_server_error: {
      title: "Foi enviada, e a Unico respondeu com uma falha",
      text: "A Unico pode ter feito mesmo assim, e cobra cada uma. Nunca é reenviada sozinha: pergunte à Unico antes de iniciar uma nova.",
    },
    unknown_unreadable: {
      title: "Foi enviada, mas não deu para ler a resposta",
      text: "A Unico respondeu, e cobra cada uma. Nunca é reenviada sozinha: veja a resposta exata e pergunte à Unico.",
    },
    sender_died: {
      title: "Foi enviada, mas este programa parou antes da resposta",
      text: "A Unico pode ter feito, e cobra cada uma. Nunca é reenviada sozinha: pergunte à Unico antes de iniciar uma nova.",
    },
    still_working: {
      title: "A Unico trabalha nela há uma semana",
      text: "Ela recebeu a chamada e deu um id, mas nunca um fim. Pergunte à Unico de novo pelo id, ou veja no portal dela.",
    },
    other: {
      title: "Terminou sem resultado",
      text: "Informe o número desta reverificação a um administrador.",
    },
  },
};
