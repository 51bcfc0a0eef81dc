import type { Shape } from "#lib/i18n/shape.ts";

/** Why there is no answer, or only an earlier one. */
export const en = {
  forgotten: {
    title: "Unico’s answer is no longer kept",
    text: "Unico answered last on {day}. Answers are kept for {days, plural, one {# day} other {# days}} and then removed. Refresh asks Unico again.",
    erasedTitle: "This person was erased",
    erasedText:
      "What Unico answered went with the person on {day}. Refresh only with a reason: the person’s data would be kept here anew.",
    unreadableTitle: "Unico’s answer cannot be read any more",
    unreadableText:
      "Unico answered last on {day}. What is kept of it was changed, or the key that it lies under is gone. Refresh asks Unico again.",
    left: "What is left: the result",
  },
  keptShown: "Below is what Unico said {age} ago, at {time}.",
  keptShownDay: "Below is what Unico said on {day} at {time}.",
  trouble: {
    not_found: {
      title: "Unico knows no process with this id",
      text: "Compare it with the customer’s email, character by character. An id of the other environment is unknown here too.",
    },
    gone: {
      title: "Unico no longer keeps this process",
      text: "Its time at Unico was over, or it ended in an error. Send the customer a new link.",
    },
    credentials: {
      title: "Unico does not accept our key",
      text: "No process can be looked up until it does. Tell an administrator; offer the customer a call back.",
    },
    locked: {
      title: "Unico has locked our account for some minutes; nothing was sent",
      text: "It opens by itself. Look it up again in some minutes, or offer the customer a call back; if it comes back, tell an administrator.",
    },
    refused: {
      title: "Unico refused this look-up",
      text: "Asking again changes nothing. Tell an administrator the process id.",
    },
    busy: {
      title: "Unico asks us to slow down",
      text: "Nothing is wrong with the process. Wait half a minute and look it up again.",
    },
    unreachable: {
      title: "Unico cannot be reached",
      text: "The id is kept. Try again in a minute, or offer the customer a call back.",
    },
    timeout: {
      title: "Unico did not answer in time",
      text: "The id is kept. Look it up again.",
    },
    server_error: {
      title: "Unico has a fault",
      text: "The id is kept. Try again in a minute, or offer the customer a call back.",
    },
    unreadable: {
      title: "Unico’s answer could not be read",
      text: "Nothing of it was kept, and nothing may be concluded from it. Tell an administrator the process id.",
    },
  },
} as const;

export const ptBR: Shape<typeof en> = {
  forgotten: {
    title: "A resposta da Unico não é mais guardada",
    text: "A Unico respondeu pela última vez em {day}. Respostas são guardadas por {days, plural, one {# dia} other {# dias}} e depois descartadas. Atualizar consulta a Unico de novo.",
    erasedTitle: "Esta pessoa foi eliminada",
    erasedText:
      "O que a Unico respondeu saiu com a pessoa em {day}. Só atualize com um motivo: os dados da pessoa voltariam a ser guardados aqui.",
    unreadableTitle: "A resposta da Unico não pode mais ser lida",
    unreadableText:
      "A Unico respondeu pela última vez em {day}. O que ficou guardado foi alterado, ou a chave dele não existe mais. Atualizar consulta a Unico de novo.",
    left: "O que ficou: o resultado",
  },
  keptShown: "Abaixo está o que a Unico disse há {age}, às {time}.",
  keptShownDay: "Abaixo está o que a Unico disse em {day}, às {time}.",
  trouble: {
    not_found: {
      title: "A Unico não conhece um processo com este id",
      text: "Compare com o e-mail do cliente, letra por letra. Um id do outro ambiente também não existe aqui.",
    },
    gone: {
      title: "A Unico não guarda mais este processo",
      text: "O prazo na Unico acabou, ou ele terminou em erro. Mande um novo link ao cliente.",
    },
    credentials: {
      title: "A Unico não aceita a nossa chave",
      text: "Nenhum processo pode ser consultado até lá. Avise a administração; ofereça retornar a ligação.",
    },
    locked: {
      title: "A Unico bloqueou a nossa conta por alguns minutos; nada foi enviado",
      text: "Ela se abre sozinha. Consulte de novo em alguns minutos, ou ofereça retornar a ligação; se voltar a acontecer, avise a administração.",
    },
    refused: {
      title: "A Unico recusou esta consulta",
      text: "Consultar de novo não muda nada. Informe o id do processo à administração.",
    },
    busy: {
      title: "A Unico pede que a gente vá mais devagar",
      text: "Não há nada de errado com o processo. Espere meio minuto e consulte de novo.",
    },
    unreachable: {
      title: "A Unico está fora de alcance",
      text: "O id está guardado. Tente de novo em um minuto ou ofereça retornar a ligação.",
    },
    timeout: {
      title: "A Unico não respondeu a tempo",
      text: "O id está guardado. Consulte de novo.",
    },
    server_error: {
      title: "A Unico está com uma falha",
      text: "O id está guardado. Tente de novo em um minuto ou ofereça retornar a ligação.",
    },
    unreadable: {
      title: "Não foi possível ler a resposta da Unico",
      text: "Nada dela foi guardado, e nada pode ser concluído dela. Informe o id do processo à administração.",
    },
  },
};
