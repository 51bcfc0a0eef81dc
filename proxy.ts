import { type NextRequest, NextResponse } from "next/server";
import { refusalOfBody } from "#lib/entry/body.ts";
import { policyFor, sdkOf } from "#lib/entry/policy.ts";
import { refusalOfOrigin } from "#lib/entry/same-origin.ts";

/**
 * Gives every answer a policy with a nonce of its own, and tells the page that nonce by the request's headers, where
 * Next looks for it. What the browser sent under these names is overwritten. Decides nothing about access; turns away forms
 * that Next would answer with 500, for what they hold or where they come from.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = policyFor(request.nextUrl.pathname, nonce, {
    isDev: process.env.NODE_ENV === "development",
    sdk: sdkOf(process.env),
  });
  const refusal = refusalOfOrigin(request) ?? (await refusalOfBody(request));
  if (refusal) {
    return new NextResponse(refusal.text, {
      status: refusal.status,
      headers: { "content-type": "text/plain; charset=utf-8", "content-security-policy": policy },
    });
  }
  const headers = new Headers(request.headers);
  headers.delete("content-security-policy-report-only");
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  // A page does not know its own address; whoever has to sign in first comes back to it.
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

// Built files carry no script of ours to run inline; all else, prefetches and errors too, gets a policy. Unico's notices,
// files of references and files for a case pass by: before the proxy runs Next holds up to 10 MB of any body in memory,
// and hands on no more; theirs are read only after who sent them.
export const config = {
  matcher: "/((?!_next/static/|api/webhooks/unico$|api/references/import$|api/cases/[0-9]+/files$).*)",
};
