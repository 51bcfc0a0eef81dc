import type { Page, Response } from "@playwright/test";

/** A redirect has no body, and one of a page that was left is gone. */
const bodyOf = (response: Response): Promise<string> =>
  response.text().then(
    (text) => text,
    () => "",
  );

/** Keeps everything that reaches the browser of a page from now on, and every address that it asks for or shows. */
export function watchEverything(page: Page) {
  const addresses: string[] = [];
  const bodies: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  page.on("framenavigated", (frame) => addresses.push(frame.url()));
  page.on("response", async (response) => {
    const isText = /text|json/.test(response.headers()["content-type"] ?? "");
    if (isText) bodies.push(await bodyOf(response));
  });
  return { addresses: () => addresses, bodies: () => bodies };
}
