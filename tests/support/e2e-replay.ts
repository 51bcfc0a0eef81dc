import type { APIRequestContext, APIResponse, Page } from "@playwright/test";

/** A form as the browser sent it, to the byte. */
export type Sent = { url: string; headers: Record<string, string>; body: Buffer };

/**
 * Lets `act` send a form and gives back what would have left, without letting it leave. The browser itself writes the
 * body, because what it tells a driver of a request leaves the bytes of a chosen file out.
 */
export async function holdForm(page: Page, act: () => Promise<void>): Promise<Sent> {
  const sent = Promise.withResolvers<Sent>();
  await page.exposeFunction("keepForm", (url: string, headers: Record<string, string>, body: number[]) =>
    sent.resolve({ url, headers, body: Buffer.from(body) }),
  );
  await page.evaluate(() => {
    const send = window.fetch;
    window.fetch = async (input, init) => {
      const request = new Request(input, init);
      if (!request.headers.has("next-action")) return send(input, init);
      const body = Array.from(new Uint8Array(await request.arrayBuffer()));
      const headers = Object.fromEntries(request.headers);
      await Reflect.get(window, "keepForm")(request.url, headers, body);
      return new Promise<Response>(() => {});
    };
  });
  await act();
  return sent.promise;
}

/** Sends a held form with the cookies of whoever `request` belongs to; a redirect is not followed. */
export function replay(request: APIRequestContext, { url, headers, body }: Sent): Promise<APIResponse> {
  return request.post(url, {
    headers: { ...headers, origin: new URL(url).origin, "accept-language": "en" },
    data: body,
    maxRedirects: 0,
  });
}

/** Where the answer to a form leads, as Next tells its script; null when it leads nowhere. */
export const leadsTo = (answer: APIResponse): string | null =>
  answer.headers()["x-action-redirect"]?.split(";")[0] ?? null;
