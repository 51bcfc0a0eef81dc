import type { Shape } from "#lib/i18n/shape.ts";

/** What is wrong, and what to do about it. */
export const en = {
  alert: {
    since: "Since {time}.",
    pausedUntil: "Nobody asks again before {time}.",
    goodUntil: "Calls go on with the present token until {time}.",
    noToken: "Without a token nothing is sent to Unico; nothing is lost or charged.",
    breaker: {
      failures: "{host} is not called: half of its last answers failed",
      credentials: "{host} is not called: it refuses our credentials",
      other: "{host} is not called",
    },
    breakerDo: {
      failures:
        "It comes back by itself when it answers. If it stays, look at status.unico.io and at this server's way out to {name}.",
      credentials:
        "Check UNICO_API_KEY and the service account with Unico's project team: each is of one environment only. Then start the program again.",
      other: "It comes back by itself when it answers.",
    },
    warning: {
      signIn: {
        title: "Very many passwords, codes or links are being tried",
        do: "Each account is held back by itself. See in the audit log from where, and close the way in for those addresses.",
      },
      guessing: {
        title: "A person asked for many ids that lead nowhere",
        do: "See in the audit log who, and ask them. If it was not them, end their sessions and disable the account.",
      },
      hoarding: {
        title: "A person looked at ten times as many people as usual in an hour",
        do: "See in the audit log who and whom, and ask them. If it was not them, end their sessions and disable the account.",
      },
    },
    warned: "{times, plural, one {# time} other {# times}} in the last 24 hours, last at {time}.",
    inLog: "See it in the audit log",
    nextLook:
      "It is tried again every few seconds; until it answers, new calls end without being sent or charged.",
    skew: "The clock of this machine and that of {host} are more than 30 seconds apart",
    skewDo: "Set this machine's clock by a time server (NTP). With a wrong clock Unico refuses our sign-ins.",
  },
  trouble: {
    locked: {
      title: "Unico has locked our account for a time, after too many failures",
      do: "Wait: asking sooner makes it longer. If it comes back, ask Unico's project team why, and look for another program that signs in with this account.",
    },
    tenant: {
      title: "Unico does not know our tenant id",
      do: "Compare UNICO_TENANT with what Unico's project team gave, correct it and start the program again.",
    },
    application_inactive: {
      title: "Our application is switched off at Unico",
      do: "Ask Unico's project team to switch it on.",
    },
    account_inactive: {
      title: "Our service account is inactive at Unico",
      do: "Ask Unico's project team to activate it.",
    },
    permissions: {
      title: "Our service account lacks permissions at Unico",
      do: "Ask Unico's project team to grant the account what the API key needs.",
    },
    assertion: {
      title: "Unico does not accept how our request for a token is made or signed",
      do: "Check UNICO_ACCOUNT, UNICO_TENANT and the private key. If the three are right, this version of the program is at fault: report the code.",
    },
    assertion_expired: {
      title: "Unico found our request for a token too old",
      do: "Set this machine's clock by a time server (NTP); the rest mends itself.",
    },
    assertion_used: {
      title: "Unico says that our request for a token was used before",
      do: "It is signed anew by itself. If it stays, another program signs in with this account: give each its own.",
    },
    key_retired: {
      title: "Unico no longer accepts our private key",
      do: "Make a new pair of keys, have Unico's project team register it, set UNICO_PRIVATE_KEY and start the program again.",
    },
    key_wrong: {
      title: "Unico cannot read what our private key signs",
      do: "It is probably the key of another account or environment: set UNICO_PRIVATE_KEY to the one of this account and start the program again.",
    },
    key_unreadable: {
      title: "Our private key cannot be read",
      do: "Set UNICO_PRIVATE_KEY, or the file that UNICO_PRIVATE_KEY_FILE names, to an RSA private key in PEM and start the program again.",
    },
    address: {
      title: "Unico does not let this server's address in",
      do: "Ask Unico's project team to allow the address from which this server calls, or call from one that is allowed.",
    },
    hours: {
      title: "Unico does not let our account in at this date or hour",
      do: "Ask Unico's project team to widen the account's hours.",
    },
    unreachable: {
      title: "The token service gives no answer that can be used",
      do: "It is asked again by itself. If it stays, look at status.unico.io and at this server's way out.",
    },
    busy: {
      title: "The token service says that we send too much",
      do: "Everybody waits as long as it asks for, then it is asked again by itself. If it stays, another program uses this account's limit, or UNICO_RATE is above what Unico allows.",
    },
    other: {
      title: "Unico refuses us a token, for a cause that its documents do not name",
      do: "Report the code to Unico's project team.",
    },
  },
} as const;

export const ptBR: Shape<typeof en> = {
  alert: {
    since: "Desde {time}.",
    pausedUntil: "Ninguém pede de novo antes de {time}.",
    goodUntil: "As chamadas seguem com o token atual até {time}.",
    noToken: "Sem token nada é enviado à Unico; nada se perde nem é cobrado.",
    breaker: {
      failures: "{host} sem chamadas: metade das últimas respostas falhou",
      credentials: "{host} sem chamadas: recusa as nossas credenciais",
      other: "{host} sem chamadas",
    },
    breakerDo: {
      failures:
        "Volta sozinho quando responder. Se continuar, veja status.unico.io e a saída deste servidor até {name}.",
      credentials:
        "Confira UNICO_API_KEY e a conta de serviço com a equipe de projeto da Unico: cada uma vale para um só ambiente. Depois reinicie o programa.",
      other: "Volta sozinho quando responder.",
    },
    warning: {
      signIn: {
        title: "Há muitas senhas, códigos ou links sendo tentados",
        do: "Cada conta já se protege sozinha. Veja na auditoria de onde vêm e feche a entrada desses endereços.",
      },
      guessing: {
        title: "Alguém pediu muitos ids que não levam a nada",
        do: "Veja na auditoria quem foi e pergunte. Se não foi a pessoa, encerre as sessões e desative a conta.",
      },
      hoarding: {
        title: "Alguém viu dez vezes mais pessoas que o normal em uma hora",
        do: "Veja na auditoria quem viu e quem foi visto, e pergunte. Se não foi a pessoa, encerre as sessões e desative a conta.",
      },
    },
    warned: "{times, plural, one {# vez} other {# vezes}} nas últimas 24 horas, a última em {time}.",
    inLog: "Ver na auditoria",
    nextLook:
      "Há uma nova tentativa a cada poucos segundos; até ele responder, as chamadas novas terminam sem envio e sem cobrança.",
    skew: "O relógio desta máquina e o de {host} diferem em mais de 30 segundos",
    skewDo:
      "Acerte o relógio desta máquina por um servidor de tempo (NTP). Com o relógio errado, a Unico recusa as nossas entradas.",
  },
  trouble: {
    locked: {
      title: "A Unico bloqueou a nossa conta por um tempo, depois de falhas demais",
      do: "Espere: pedir antes prolonga o bloqueio. Se voltar a acontecer, pergunte o motivo à equipe de projeto da Unico e procure outro programa que use esta conta.",
    },
    tenant: {
      title: "A Unico não conhece o nosso tenant",
      do: "Compare UNICO_TENANT com o que a equipe de projeto da Unico informou, corrija e reinicie o programa.",
    },
    application_inactive: {
      title: "A nossa aplicação está desligada na Unico",
      do: "Peça à equipe de projeto da Unico que a ligue.",
    },
    account_inactive: {
      title: "A nossa conta de serviço está inativa na Unico",
      do: "Peça à equipe de projeto da Unico que a ative.",
    },
    permissions: {
      title: "Faltam permissões à nossa conta de serviço na Unico",
      do: "Peça à equipe de projeto da Unico as permissões de que a chave de API precisa.",
    },
    assertion: {
      title: "A Unico não aceita a forma ou a assinatura do nosso pedido de token",
      do: "Confira UNICO_ACCOUNT, UNICO_TENANT e a chave privada. Se os três estiverem certos, o erro é desta versão do programa: informe o código.",
    },
    assertion_expired: {
      title: "A Unico considerou o nosso pedido de token velho demais",
      do: "Acerte o relógio desta máquina por um servidor de tempo (NTP); o resto se resolve sozinho.",
    },
    assertion_used: {
      title: "A Unico diz que o nosso pedido de token já foi usado",
      do: "Ele é assinado de novo sozinho. Se continuar, outro programa usa esta conta: dê uma a cada um.",
    },
    key_retired: {
      title: "A Unico não aceita mais a nossa chave privada",
      do: "Gere um novo par de chaves, peça o cadastro à equipe de projeto da Unico, defina UNICO_PRIVATE_KEY e reinicie o programa.",
    },
    key_wrong: {
      title: "A Unico não consegue ler o que a nossa chave privada assina",
      do: "Deve ser a chave de outra conta ou de outro ambiente: defina UNICO_PRIVATE_KEY com a desta conta e reinicie o programa.",
    },
    key_unreadable: {
      title: "A nossa chave privada não pode ser lida",
      do: "Defina UNICO_PRIVATE_KEY, ou o arquivo indicado em UNICO_PRIVATE_KEY_FILE, com uma chave privada RSA em PEM e reinicie o programa.",
    },
    address: {
      title: "A Unico não aceita o endereço deste servidor",
      do: "Peça à equipe de projeto da Unico que libere o endereço de saída deste servidor, ou chame de um já liberado.",
    },
    hours: {
      title: "A Unico não aceita a nossa conta nesta data ou hora",
      do: "Peça à equipe de projeto da Unico que amplie os horários da conta.",
    },
    unreachable: {
      title: "O serviço de token não dá resposta que se possa usar",
      do: "Ele é consultado de novo sozinho. Se continuar, veja status.unico.io e a saída deste servidor.",
    },
    busy: {
      title: "O serviço de token diz que enviamos demais",
      do: "Todos esperam o tempo que ele pede, e ele é consultado de novo sozinho. Se continuar, outro programa usa o limite desta conta, ou UNICO_RATE está acima do que a Unico permite.",
    },
    other: {
      title: "A Unico nos recusa um token por um motivo que os documentos dela não citam",
      do: "Informe o código à equipe de projeto da Unico.",
    },
  },
};
