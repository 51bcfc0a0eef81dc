import { type NextRequest, NextResponse } from "next/server";
import { refusalOfBody } from "#lib/entry/body.ts";

/**
 * Gives every answer a policy with a nonce of its own, and tells the page that nonce by the request's headers, where
 * Next looks for it. What the browser sent under these names is overwritten. Decides nothing about access; turns away bodies
 * that Next would answer with 500.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = policyWith(nonce);
  const refusal = await refusalOfBody(request);
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

function policyWith(nonce: string): string {
  // The development server evaluates code and injects styles; neither happens in a build.
  const isDev = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // React and the charts set style attributes in the server's HTML.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

// Built files carry no script of ours to run inline; all else, prefetches and errors too, gets a policy.
export const config = { matcher: "/((?!_next/static/).*)" };
