import type { Shape } from "#lib/i18n/shape.ts";

export const en = {
  title: "Sign in",
  email: "Email",
  password: "Password",
  show: "Show characters",
  hide: "Hide characters",
  submit: "Sign in",
  submitting: "Signing in",
  languageAndTheme: "Language and theme",
  meaning: "The second sample, which confirms or refutes the first.",
  setPassword: {
    title: "Set your password",
    hint: "At least 12 characters. A sentence is easier to keep than a puzzle.",
    submit: "Set password",
    submitting: "Setting",
    done: "Your password is set",
    doneText: "The link has done its work. Sign in with your email and this password.",
    toSignIn: "Go to sign in",
    weak: {
      own: "This holds your own name or email. Leave them out: they are tried first.",
      product: "This holds the name of this product. Leave it out: it is tried first.",
      pattern:
        "This is mostly repeated or neighbouring characters. Use words that do not follow from each other.",
      common: "This is among the most common passwords. Use a sentence of your own.",
    },
  },
} as const;

export const ptBR: Shape<typeof en> = {
  title: "Entrar",
  email: "E-mail",
  password: "Senha",
  show: "Mostrar caracteres",
  hide: "Ocultar caracteres",
  submit: "Entrar",
  submitting: "Entrando",
  languageAndTheme: "Idioma e tema",
  meaning: "A segunda amostra, que confirma ou refuta a primeira.",
  setPassword: {
    title: "Defina a sua senha",
    hint: "Pelo menos 12 caracteres. Uma frase é mais fácil de guardar do que um enigma.",
    submit: "Definir senha",
    submitting: "Definindo",
    done: "A sua senha está definida",
    doneText: "O link já cumpriu o seu papel. Entre com o seu e-mail e esta senha.",
    toSignIn: "Ir para a entrada",
    weak: {
      own: "A senha traz o seu nome ou e-mail. Deixe-os de fora: são os primeiros a ser tentados.",
      product: "A senha traz o nome deste produto. Deixe-o de fora: é dos primeiros a ser tentados.",
      pattern:
        "A senha é feita quase só de caracteres repetidos ou vizinhos. Use palavras que não decorrem uma da outra.",
      common: "A senha está entre as mais comuns. Use uma frase sua.",
    },
  },
};
