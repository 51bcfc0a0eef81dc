import type { Shape } from "#lib/i18n/shape.ts";

/** Why one ended, where it is certain that nothing was checked. */
export const en = {
  failure: {
    request_invalid: {
      title: "Unico refused what was sent",
      text: "Nothing was checked. Hand the code on to an administrator.",
    },
    cpf_invalid: {
      title: "Unico says that this CPF does not exist",
      text: "Nothing was checked. Correct the CPF and start a new one.",
    },
    picture_unreadable: {
      title: "Unico could not read the image",
      text: "Nothing was checked. Start a new one with another picture.",
    },
    picture_format: {
      title: "Unico takes only JPEG, PNG or WebP",
      text: "Nothing was checked. Start a new one with another picture.",
    },
    picture_too_large: {
      title: "Unico says that the image is over 800 KB",
      text: "Nothing was checked. Start a new one with a smaller picture.",
    },
    picture_too_small: {
      title: "Unico says that the image is under 640 × 480",
      text: "Nothing was checked. Start a new one with a larger picture.",
    },
    capture_required: {
      title: "This key takes captures of Unico’s SDK only",
      text: "Nothing was checked. Take the selfie with the camera here and start a new one; if it was, tell an administrator.",
    },
    capture_expired: {
      title: "The capture is older than ten minutes",
      text: "Nothing was checked. Take it again and start a new one.",
    },
    capture_used: {
      title: "This capture was used already",
      text: "Nothing was checked. Take it again and start a new one.",
    },
    credentials: {
      title: "Unico does not accept our key",
      text: "Nothing was checked or charged. An administrator must look at the connection.",
    },
    locked: {
      title: "Unico has locked our account for some minutes; nothing was sent",
      text: "Nothing was checked or charged. It opens by itself: start a new one in some minutes; if it comes back, tell an administrator.",
    },
    cpf_queued: {
      title: "Unico has this CPF in its queue already",
      text: "Nothing was checked or charged. Start a new one in a few minutes.",
    },
    busy: {
      title: "Unico asked us to slow down",
      text: "Nothing was checked or charged. Start a new one in a minute.",
    },
    breaker_open: {
      title: "Unico keeps failing, so nothing was sent",
      text: "Nothing was checked or charged. We look again by ourselves; start a new one in a minute or two.",
    },
    fenced: {
      title: "It was ended before it could be sent",
      text: "Nothing was checked or charged. Start a new one.",
    },
    unreachable: {
      title: "Unico could not be reached",
      text: "Nothing left, so nothing was checked or charged. Start a new one when the connection works.",
    },
    malformed: {
      title: "The reference is no process id",
      text: "Nothing left, so nothing was checked or charged. Start a new one with the right id.",
    },
    unico_error: {
      title: "Error at Unico, nothing was checked",
      text: "Unico ended it with status 5. It needs a new selfie and a new re-verification.",
    },
    unico_cancelled: {
      title: "Cancelled at Unico",
      text: "Nothing was checked. Start a new one.",
    },
    not_recorded: {
      title: "It could not be written down, so nothing was sent",
      text: "Nothing was checked or charged. Start a new one; if this comes back, tell an administrator.",
    },
    portal_absent: {
      title: "Unico’s portal does not have it",
      text: "Two people checked: it was never worked on. Start a new one.",
    },
    portal_error: {
      title: "Unico’s portal says that it ended in an error",
      text: "Two people checked: nothing was compared. It needs a new selfie and a new re-verification.",
    },
    never_sent: {
      title: "This program stopped before it was sent",
      text: "Nothing left, so nothing was checked or charged. Start a new one.",
    },
  },
} as const;

export const ptBR: Shape<typeof en> = {
  failure: {
    request_invalid: {
      title: "A Unico recusou o que foi enviado",
      text: "Nada foi verificado. Informe o código a um administrador.",
    },
    cpf_invalid: {
      title: "A Unico diz que este CPF não existe",
      text: "Nada foi verificado. Corrija o CPF e inicie uma nova.",
    },
    picture_unreadable: {
      title: "A Unico não conseguiu ler a imagem",
      text: "Nada foi verificado. Inicie uma nova com outra foto.",
    },
    picture_format: {
      title: "A Unico só aceita JPEG, PNG ou WebP",
      text: "Nada foi verificado. Inicie uma nova com outra foto.",
    },
    picture_too_large: {
      title: "A Unico diz que a imagem passa de 800 KB",
      text: "Nada foi verificado. Inicie uma nova com uma foto menor.",
    },
    picture_too_small: {
      title: "A Unico diz que a imagem é menor que 640 × 480",
      text: "Nada foi verificado. Inicie uma nova com uma foto maior.",
    },
    capture_required: {
      title: "Esta chave só aceita capturas do SDK da Unico",
      text: "Nada foi verificado. Tire a selfie com a câmera daqui e inicie uma nova; se já foi assim, avise um administrador.",
    },
    capture_expired: {
      title: "A captura tem mais de dez minutos",
      text: "Nada foi verificado. Capture de novo e inicie uma nova.",
    },
    capture_used: {
      title: "Esta captura já foi usada",
      text: "Nada foi verificado. Capture de novo e inicie uma nova.",
    },
    credentials: {
      title: "A Unico não aceita a nossa chave",
      text: "Nada foi verificado nem cobrado. Um administrador precisa olhar a conexão.",
    },
    locked: {
      title: "A Unico bloqueou a nossa conta por alguns minutos; nada foi enviado",
      text: "Nada foi verificado nem cobrado. Ela se abre sozinha: inicie uma nova em alguns minutos; se voltar a acontecer, avise um administrador.",
    },
    cpf_queued: {
      title: "A Unico já tem este CPF na fila",
      text: "Nada foi verificado nem cobrado. Inicie uma nova em alguns minutos.",
    },
    busy: {
      title: "A Unico pediu para irmos mais devagar",
      text: "Nada foi verificado nem cobrado. Inicie uma nova em um minuto.",
    },
    breaker_open: {
      title: "A Unico está falhando, então nada foi enviado",
      text: "Nada foi verificado nem cobrado. Voltamos a tentar sozinhos; inicie uma nova em um ou dois minutos.",
    },
    fenced: {
      title: "Foi encerrada antes de ser enviada",
      text: "Nada foi verificado nem cobrado. Inicie uma nova.",
    },
    unreachable: {
      title: "Não foi possível alcançar a Unico",
      text: "Nada saiu, então nada foi verificado nem cobrado. Inicie uma nova quando a conexão voltar.",
    },
    malformed: {
      title: "A referência não é um id de processo",
      text: "Nada saiu, então nada foi verificado nem cobrado. Inicie uma nova com o id certo.",
    },
    unico_error: {
      title: "Erro na Unico, nada foi verificado",
      text: "A Unico terminou com status 5. É preciso uma nova selfie e uma nova reverificação.",
    },
    unico_cancelled: {
      title: "Cancelada na Unico",
      text: "Nada foi verificado. Inicie uma nova.",
    },
    not_recorded: {
      title: "Não foi possível registrar, então nada foi enviado",
      text: "Nada foi verificado nem cobrado. Inicie uma nova; se acontecer de novo, avise um administrador.",
    },
    portal_absent: {
      title: "Não está no portal da Unico",
      text: "Duas pessoas conferiram: nunca foi processada. Inicie uma nova.",
    },
    portal_error: {
      title: "O portal da Unico diz que terminou em erro",
      text: "Duas pessoas conferiram: nada foi comparado. É preciso uma nova selfie e uma nova reverificação.",
    },
    never_sent: {
      title: "Este programa parou antes de enviar",
      text: "Nada saiu, então nada foi verificado nem cobrado. Inicie uma nova.",
    },
  },
};
