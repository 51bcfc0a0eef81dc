import { Agent } from "undici";
import { send } from "#lib/unico/http.ts";
import { createTokenSource } from "#lib/unico/token.ts";
import { writeCreateBody } from "#lib/unico/write-body.ts";
import type { Ground } from "#tests/rigs/ground.ts";
import { aCameraPicture } from "#tests/rigs/pictures.ts";
import { referenceOf } from "#tests/rigs/reference.ts";

/** More than are ever under way: what is measured here waits for no connection. */
const CONNECTIONS = 512;

/** The same request without the program: a token in hand, straight to the sandbox, by the same HTTP client. */
export async function openRaw({ sandbox }: Ground) {
  const dispatcher = new Agent({ connections: CONNECTIONS });
  const { authUrl, idUrl, credentials } = sandbox;
  const token = await createTokenSource({ ...credentials, authUrl }, { dispatcher }).get();
  if (!token.ok) throw new Error("the sandbox gave no token");
  return {
    async prepare(index: number) {
      const image = await aCameraPicture();
      const body = writeCreateBody({ referenceProcessId: referenceOf(index), image });
      return async () => {
        const answer = await send({
          dispatcher,
          method: "POST",
          url: `${idUrl}/processes/v1`,
          headers: {
            accept: "application/json",
            authorization: `Bearer ${token.value}`,
            apikey: credentials.apiKey,
            "content-type": "application/json",
          },
          body,
          totalMs: 30_000,
        });
        if (!answer.ok || answer.value.httpStatus !== 200) throw new Error("the sandbox did not answer 200");
      };
    },
    close: () => dispatcher.close(),
  };
}
