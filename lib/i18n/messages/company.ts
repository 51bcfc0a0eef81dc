import type { Shape } from "#lib/i18n/shape.ts";

export const en = {
  signIn: "Sign in with the company account",
  again: "Confirm with the company account",
  goingOn: "Going on to the company’s sign-in",
  goOn: "Go on",
  refused: {
    unavailable:
      "The company’s sign-in does not answer. Try again in a few minutes. Who has a password here can use it meanwhile.",
    misconfigured:
      "The company’s sign-in is set up wrongly for this program. Tell an administrator; nobody gets in this way until it is put right.",
    untrusted:
      "The answer of the company’s sign-in was not begun in this browser, was used before, or cannot be trusted. Begin again.",
    clock: "The clock of the company’s sign-in and the clock of this program differ. Tell an administrator.",
    denied: "The company’s sign-in did not let you in.",
    again: "The company asks you to sign in again.",
    role_none:
      "Your company account has no role here. Ask whoever looks after its groups to give you one: support, analyst, manager or admin.",
    role_several:
      "Your company account has more than one role here. Ask whoever looks after its groups to leave you exactly one.",
    email:
      "The company does not confirm an email for your account, so no account can be made for you here. Tell an administrator.",
    email_taken:
      "An account with your email exists here already and is not tied to your company account. Tell an administrator.",
    disabled: "Your account here is switched off. Tell an administrator.",
    last_admin:
      "The company takes your role of administrator, and you are the last one who can sign in here. Somebody else has to be made one first.",
    let_in: "Your account was made, and an administrator has to let you in: it needs its subsidiaries first.",
  },
} as const;

export const ptBR: Shape<typeof en> = {
  signIn: "Entrar com a conta da empresa",
  again: "Confirmar com a conta da empresa",
  goingOn: "Indo para a entrada da empresa",
  goOn: "Continuar",
  refused: {
    unavailable:
      "A entrada da empresa não responde. Tente de novo em alguns minutos. Quem tem uma senha aqui pode usá-la enquanto isso.",
    misconfigured:
      "A entrada da empresa está mal configurada para este programa. Avise um administrador; ninguém entra por ela até que seja corrigida.",
    untrusted:
      "A resposta da entrada da empresa não foi iniciada neste navegador, já foi usada ou não é confiável. Comece de novo.",
    clock: "O relógio da entrada da empresa e o relógio deste programa divergem. Avise um administrador.",
    denied: "A entrada da empresa não deixou você entrar.",
    again: "A empresa pede que você entre de novo.",
    role_none:
      "A sua conta da empresa não tem papel aqui. Peça a quem cuida dos grupos que lhe dê um: support, analyst, manager ou admin.",
    role_several:
      "A sua conta da empresa tem mais de um papel aqui. Peça a quem cuida dos grupos que deixe exatamente um.",
    email:
      "A empresa não confirma um e-mail para a sua conta, então nenhuma conta pode ser criada para você aqui. Avise um administrador.",
    email_taken:
      "Já existe aqui uma conta com o seu e-mail, e ela não está ligada à sua conta da empresa. Avise um administrador.",
    disabled: "A sua conta aqui está desativada. Avise um administrador.",
    last_admin:
      "A empresa retira o seu papel de administrador, e você é a última pessoa da administração que consegue entrar aqui. Antes, outra precisa receber o papel.",
    let_in:
      "A sua conta foi criada, e um administrador precisa liberar a sua entrada: antes ela recebe as suas filiais.",
  },
};
