import type { Shape } from "#lib/i18n/shape.ts";

export const en = {
  shrinking: "Making it smaller",
  shrunk: "Made smaller in this browser so that it fits.",
  webcam: {
    use: "Use webcam",
    again: "Take it again",
    label: "Webcam",
    asking: "Waiting for the camera. Allow it where the browser asks.",
    live: "The camera is on. Look straight into it, in even light.",
    take: "Take picture",
    cancel: "Turn camera off",
    taken: "Picture taken. The camera is off.",
    trouble: {
      denied: "The browser was not allowed to use the camera. Allow it at the address bar, or choose a file.",
      none: "No camera was found. Connect one, or choose a file.",
      busy: "Another program is using the camera. Close it and try again, or choose a file.",
      insecure: "The browser gives the camera to secure addresses (https) only. Choose a file.",
      small: "This camera gives less than 640 × 480. Use another one, or choose a file.",
      other: "The camera did not start. Try again, or choose a file.",
    },
  },
  sdk: {
    title: "Selfie with proof of life",
    start: "Start capture",
    startAgain: "Capture again",
    starting: "Starting the capture",
    done: "Captured.",
    left: "Minutes left to send it: {minutes} of 10.",
    sandboxText: "In the sandbox a picture stands in for Unico’s SDK.",
    required: "Capture a selfie first.",
    expired: "This capture is over ten minutes old. Capture again.",
    cancelled: "The capture was ended before a picture was taken.",
    denied: "The browser was not allowed to use the camera. Allow it at the address bar and start again.",
    turn: "Hold the phone upright and start again.",
    retry: "The capture did not work. Start again; if it stays so, tell an administrator code {code}.",
    setup: "The capture is not set up rightly. Tell an administrator code {code}.",
  },
} as const;

export const ptBR: Shape<typeof en> = {
  shrinking: "Diminuindo",
  shrunk: "Diminuída neste navegador para caber.",
  webcam: {
    use: "Usar webcam",
    again: "Tirar de novo",
    label: "Webcam",
    asking: "Aguardando a câmera. Permita onde o navegador perguntar.",
    live: "A câmera está ligada. Olhe direto para ela, com luz uniforme.",
    take: "Tirar foto",
    cancel: "Desligar a câmera",
    taken: "Foto tirada. A câmera está desligada.",
    trouble: {
      denied:
        "O navegador não recebeu permissão para usar a câmera. Permita na barra de endereço ou escolha um arquivo.",
      none: "Nenhuma câmera foi encontrada. Conecte uma ou escolha um arquivo.",
      busy: "Outro programa está usando a câmera. Feche-o e tente de novo, ou escolha um arquivo.",
      insecure: "O navegador só entrega a câmera a endereços seguros (https). Escolha um arquivo.",
      small: "Esta câmera dá menos de 640 × 480. Use outra ou escolha um arquivo.",
      other: "A câmera não ligou. Tente de novo ou escolha um arquivo.",
    },
  },
  sdk: {
    title: "Selfie com prova de vida",
    start: "Iniciar captura",
    startAgain: "Capturar de novo",
    starting: "Iniciando a captura",
    done: "Capturada.",
    left: "Minutos que restam para enviar: {minutes} de 10.",
    sandboxText: "No sandbox, uma foto faz o papel do SDK da Unico.",
    required: "Capture uma selfie primeiro.",
    expired: "Esta captura tem mais de dez minutos. Capture de novo.",
    cancelled: "A captura terminou antes de uma foto.",
    denied:
      "O navegador não recebeu permissão para usar a câmera. Permita na barra de endereço e inicie de novo.",
    turn: "Segure o celular na vertical e inicie de novo.",
    retry:
      "A captura não funcionou. Inicie de novo; se continuar, informe a um administrador o código {code}.",
    setup: "A captura não está configurada direito. Informe a um administrador o código {code}.",
  },
};
