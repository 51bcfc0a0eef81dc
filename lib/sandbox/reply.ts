import type { ServerResponse } from "node:http";

/** What to write: `body` null is an empty body, a string goes out as it is. */
export type Reply = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

const MESSAGES: Readonly<Record<string, string>> = {
  "20001": "O parâmetro authtoken não foi informado",
  "20002": "O parâmetro APIKey não foi informado",
  "20003": "The request body is missing or invalid.",
  "20004": "O parâmetro subject não foi informado",
  "20005": "O parâmetro subject.code não foi informado",
  "20006": "O parâmetro subject.name não foi informado",
  "20009": "O parâmetro imagebase64 não foi informado",
  "20505": "O base64 informado não é suportado. Os formatos aceitos são png, jpeg e webp",
  "20506": "O base64 informado é muito grande. O tamanho máximo suportado é até 800kb.",
  "20507": "O parâmetro subject.code é inválido",
  "20807": "A imagem precisa estar no padrão HD ou possuir uma resolução superior a 640 x 480.",
  "20900": "O base64 informado não é válido",
  "10506": "O bundle informado é inválido.",
  "10507": "The JWT with the captured face is expired",
  "10508": "The JWT with the captured face has already been used",
  "10201": "O AppKey informado é inválido",
  "10501": "O token informado é inválido",
  "10502": "O token informado está expirado",
  "30017": "O usuário não tem permissão para executar está ação",
  "40004": "process not found",
  "50002": "CPF em fila de processamento",
  "510": "Falha interna!",
  "10700": "Falha Interna!",
  "20502": "A URI de biometria não foi definida no banco de dados",
};

const SDK_MESSAGES: Readonly<Record<string, string>> = {
  "3": "process id is invalid",
  "5": "error getting process: rpc error: code = NotFound desc = process not found",
  "7": "no permission",
  "99999": "Internal failure! Try again later",
};

/** Error of the API contract. Source: devcenter.unico.io, by Client, errors. */
export const apiError = (status: number, code: string): Reply => ({
  status,
  body: { error: { code, description: MESSAGES[code] ?? "" } },
});

/** Error of the Web & SDK contract. Source: devcenter.unico.io, by Unico, errors. */
export const sdkError = (status: number, code: number): Reply => ({
  status,
  body: { code, message: SDK_MESSAGES[code] ?? "" },
});

/** Error of the token service. Source: devcenter.unico.io, Authentication errors. */
export const tokenError = (code: string, status = 401): Reply => ({
  status,
  body: { error: "server_error", error_description: `Falha na autenticação ${code}` },
});

/** An error as the service behind a path words it; without a code there is no body. */
export function errorOf(path: string, status: number, code: string | null): Reply {
  if (code === null) return { status, body: null };
  if (path.startsWith("/oauth2/")) return tokenError(code, status);
  return path.startsWith("/client/") ? sdkError(status, Number(code)) : apiError(status, code);
}

export const html = (status: number): Reply => ({
  status,
  body: "<html><body>Bad Gateway</body></html>",
  headers: { "content-type": "text/html" },
});

export const textOf = ({ body }: Reply): string =>
  body === null ? "" : typeof body === "string" ? body : JSON.stringify(body);

export function writeReply(response: ServerResponse, reply: Reply): void {
  const text = textOf(reply);
  response.writeHead(reply.status, {
    ...(reply.body === null ? {} : { "content-type": "application/json; charset=utf-8" }),
    "content-length": Buffer.byteLength(text),
    ...reply.headers,
  });
  response.end(text);
}
