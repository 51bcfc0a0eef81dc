import { generateKeyPairSync } from "node:crypto";
import { MockAgent } from "undici";
import { createUnico, type Unico, type UnicoDeps, type UnicoSettings } from "#lib/unico/client.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

export const settings: UnicoSettings = {
  authUrl: "https://identityhomolog.acesso.io",
  idUrl: "https://api.id.uat.unico.app",
  cadastroUrl: "https://api.cadastro.uat.unico.app",
  account: "sandbox_app",
  tenant: "00000000-0000-4000-8000-0000000000aa",
  privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  apiKey: "a-key",
};

export type MockUnico = { readonly agent: MockAgent; readonly unico: Unico; readonly pausesMs: number[] };

/** The real client on a network that does not exist; pauses are noted instead of waited for. */
export function createMockUnico(deps: UnicoDeps = {}): MockUnico {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const pausesMs: number[] = [];
  const sleep = async (ms: number): Promise<void> => {
    pausesMs.push(ms);
  };
  const unico = createUnico(settings, { dispatcher: agent, sleep, random: () => 1, ...deps });
  return { agent, unico, pausesMs };
}

/** Lets the token service answer `times` times, with another token each time. */
export function grantTokens({ agent }: MockUnico, times: number): void {
  let count = 0;
  agent
    .get(settings.authUrl)
    .intercept({ path: "/oauth2/token", method: "POST" })
    .reply(200, () => {
      count += 1;
      return { access_token: `token-${count}`, token_type: "Bearer", expires_in: 3600 };
    })
    .times(times);
}

export const createInput = {
  referenceProcessId: "4b0c4f0e-6f0b-4a52-9f6e-0d7a5a1c0001",
  image: Buffer.from("a picture"),
  subject: { cpf: "11122233396", name: "Pessoa  Teste A" },
};
