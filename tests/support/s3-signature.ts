import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

const FORM =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8}\/[^/]+\/s3\/aws4_request), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/**
 * Whether a request carries the signature of that secret, which s3rver does not look at. Written from AWS's page
 * "Create a signed AWS API request", apart from the client under test. Another account is for the server to refuse.
 */
export function isSignedBy(request: IncomingMessage, account: string, secret: string): boolean {
  const [, who, scope = "", names = "", signature] = FORM.exec(request.headers.authorization ?? "") ?? [];
  if (who !== account) return who !== undefined;
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const signed = names.split(";");
  const parameters =
    query === "" ? [] : query.split("&").map((part) => (part.includes("=") ? part : `${part}=`));
  const canonical = [
    request.method,
    path,
    parameters.sort().join("&"),
    ...signed.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    "",
    names,
    request.headers["x-amz-content-sha256"],
  ].join("\n");
  const hash = createHash("sha256").update(canonical).digest("hex");
  const key = scope.split("/").reduce<string | Buffer>((held, part) => hmac(held, part), `AWS4${secret}`);
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, hash].join("\n");
  return hmac(key, text).toString("hex") === signature;
}
