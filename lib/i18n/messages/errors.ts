import type { Shape } from "#lib/i18n/shape.ts";

export const en = {
  field: {
    other: "This value cannot be used. Check it and send again.",
    email: "Type the email of your account.",
    password: "Type your password.",
    passwordShort: "Use at least 12 characters.",
    passwordLong: "Use at most 200 characters.",
    referenceMissing: "Paste the id of the process to compare with.",
    uuid: "This is not a process id: it has 36 characters, such as 80371b2a-3ac7-432e-866d-57fe37896ac6. Copy it whole.",
    cpf: "This CPF does not exist. Check its digits.",
    selfieMissing: "Choose a selfie: a JPEG, PNG or WebP file.",
    selfieLarge: "The image is over 600 kB, which is over Unico's 800 kB on the way. Choose a smaller one.",
    subsidiary: "Choose one of the branches.",
    reason: "Choose a reason.",
    noteShort: "Write a note of at least 10 characters.",
    noteMissing: "Write a note.",
    noteLong: "Use at most 4,000 characters.",
    decision: "Choose a decision.",
    reasons: "Choose at least one reason.",
    findShort: "Type an id, a CPF, or at least two letters of the name.",
  },
  refusal: {
    forbidden: "Your role does not allow this. Nothing was done.",
    signed_out: "You were signed out. Sign in again; what you typed stays on this page.",
    sign_in: "Email or password do not match an account.",
    link: "This link was used or has expired. Ask an administrator for a new one.",
  },
  page: {
    notFoundTitle: "There is nothing here",
    notFoundText: "The address is wrong, or your role does not see this.",
    failedTitle: "This page could not be shown",
    failedText:
      "Nothing was lost and nothing was sent twice. Try again; if it stays, tell an administrator the reference.",
    retry: "Try again",
    home: "Go to the overview",
    reference: "Reference",
  },
} as const;

export const ptBR: Shape<typeof en> = {
  field: {
    other: "Este valor não pode ser usado. Confira e envie de novo.",
    email: "Digite o e-mail da sua conta.",
    password: "Digite a sua senha.",
    passwordShort: "Use pelo menos 12 caracteres.",
    passwordLong: "Use no máximo 200 caracteres.",
    referenceMissing: "Cole o id do processo com o qual comparar.",
    uuid: "Isto não é um id de processo: ele tem 36 caracteres, como 80371b2a-3ac7-432e-866d-57fe37896ac6. Copie inteiro.",
    cpf: "Este CPF não existe. Confira os dígitos.",
    selfieMissing: "Escolha uma selfie: um arquivo JPEG, PNG ou WebP.",
    selfieLarge: "A imagem tem mais de 600 kB, o que passa dos 800 kB da Unico no envio. Escolha uma menor.",
    subsidiary: "Escolha uma das filiais.",
    reason: "Escolha um motivo.",
    noteShort: "Escreva uma nota com pelo menos 10 caracteres.",
    noteMissing: "Escreva uma nota.",
    noteLong: "Use no máximo 4.000 caracteres.",
    decision: "Escolha uma decisão.",
    reasons: "Escolha pelo menos um motivo.",
    findShort: "Digite um id, um CPF ou pelo menos duas letras do nome.",
  },
  refusal: {
    forbidden: "O seu perfil não permite isto. Nada foi feito.",
    signed_out: "A sua sessão terminou. Entre de novo; o que você digitou fica nesta página.",
    sign_in: "E-mail ou senha não correspondem a uma conta.",
    link: "Este link já foi usado ou expirou. Peça um novo a um administrador.",
  },
  page: {
    notFoundTitle: "Não há nada aqui",
    notFoundText: "O endereço está errado, ou o seu perfil não vê isto.",
    failedTitle: "Não foi possível mostrar esta página",
    failedText:
      "Nada se perdeu e nada foi enviado duas vezes. Tente de novo; se continuar, informe a referência a um administrador.",
    retry: "Tentar de novo",
    home: "Ir para a visão geral",
    reference: "Referência",
  },
};
