import type { Shape } from "#lib/i18n/shape.ts";

// Not a namespace of messages.ts: these few words are part of the browser's script, where no translator is.
export const en = {
  title: "This page could not be shown",
  text: "The server could not make it. Nothing was sent twice. Try again; if it stays, tell an administrator the reference.",
  retry: "Try again",
  connectionLost: "The connection broke off and no answer came. What you typed is kept: try again.",
} as const;

export const ptBR: Shape<typeof en> = {
  title: "Não foi possível mostrar esta página",
  text: "O servidor não conseguiu montá-la. Nada foi enviado duas vezes. Tente de novo; se continuar, informe a referência a um administrador.",
  retry: "Tentar de novo",
  connectionLost: "A conexão caiu e não houve resposta. O que você digitou continua aqui: tente de novo.",
};
