import { NextRequest } from "next/server";
import { finishCompany, startCompany } from "#lib/entry/company.ts";

type Jar = Map<string, string>;

function keep(jar: Jar, headers: Headers): void {
  for (const line of headers.getSetCookie()) {
    const [pair = "", ...options] = line.split("; ");
    const at = pair.indexOf("=");
    const isGone = options.some((option) => /^max-age=0$/i.test(option)) || pair.length === at + 1;
    if (isGone) jar.delete(pair.slice(0, at));
    else jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
const said = (jar: Jar) => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

/** A browser between our handlers and the provider: cookies of each side, addresses, forms; no page of ours. */
export function companyBrowser(appUrl: string) {
  const ours: Jar = new Map();
  const theirs: Jar = new Map();

  const ask = async (
    handler: (request: NextRequest) => Promise<Response>,
    url: string,
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ) => {
    const headers = { cookie: said(ours), "user-agent": "test", ...init.headers };
    const answer = await handler(new NextRequest(url, { ...init, headers }));
    keep(ours, answer.headers);
    return answer;
  };

  /** Where the page leads by itself, or the path that was answered instead. */
  const begun = async (answer: Response): Promise<string> => {
    const [, url = ""] = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(await answer.text()) ?? [];
    return url ? url.replaceAll("&amp;", "&") : (answer.headers.get("location") ?? `status ${answer.status}`);
  };

  const press = async (from = "/", { again = false, headers = {} }: Pressed = {}): Promise<string> =>
    begun(
      await ask(startCompany, `${appUrl}/sign-in/company`, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "sec-fetch-site": "same-origin",
          ...headers,
        },
        body: new URLSearchParams({ from, ...(again ? { again: "on" } : {}) }).toString(),
      }),
    );

  const renew = async (from = "/", headers: Record<string, string> = {}, again = false): Promise<string> => {
    const query = new URLSearchParams({ from, ...(again ? { again: "on" } : {}) });
    return begun(await ask(startCompany, `${appUrl}/sign-in/company?${query}`, { headers }));
  };

  /** Follows the provider to our callback's address, and signs in there as `login` where it asks. */
  const visit = async (start: string, login: string): Promise<string> => {
    let url = start;
    for (let step = 0; step < 12; step += 1) {
      if (url.startsWith(appUrl)) return url;
      const page = await fetch(url, { redirect: "manual", headers: { cookie: said(theirs) } });
      keep(theirs, page.headers);
      const next = page.headers.get("location");
      if (next) {
        url = new URL(next, url).toString();
        continue;
      }
      const text = await page.text();
      const [, action] = /<form[^>]* action="([^"]+)"/.exec(text) ?? [];
      if (!action) throw new Error(`the provider asks for nothing: ${page.status}`);
      const answer = await fetch(new URL(action, url), {
        method: "POST",
        redirect: "manual",
        headers: { cookie: said(theirs), "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ prompt: "login", login, password: "x" }),
      });
      keep(theirs, answer.headers);
      url = new URL(answer.headers.get("location") ?? "", url).toString();
    }
    throw new Error("the provider leads nowhere");
  };

  const comeBack = async (url: string): Promise<string> => {
    const answer = await ask(finishCompany, url);
    return answer.headers.get("location") ?? `status ${answer.status}`;
  };

  return {
    ours,
    press,
    renew,
    visit,
    comeBack,
    /** The whole way; answers with where it ended. */
    signIn: async (login: string, from = "/", pressed: Pressed = {}) =>
      comeBack(await visit(await press(from, pressed), login)),
  };
}
type Pressed = { again?: boolean; headers?: Record<string, string> };
