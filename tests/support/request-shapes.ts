import net from "node:net";

export type Raw = { target: string; method?: string; headers?: Record<string, string>; body?: string };
export type Shape = { name: string; of: (path: string) => Raw };

const withHeaders = (headers: Record<string, string>): Shape => ({
  name: Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", "),
  of: (path) => ({ target: path, headers }),
});
const withTarget = (
  name: string,
  targetOf: (path: string) => string,
  headers?: Record<string, string>,
): Shape => ({
  name,
  of: (path) => ({ target: targetOf(path), ...(headers ? { headers } : {}) }),
});
const withMethod = (method: string, headers?: Record<string, string>): Shape => ({
  name: `${method} ${Object.keys(headers ?? {}).join(" ")}`.trim(),
  of: (path) => ({ target: path, method, ...(headers ? { headers } : {}) }),
});

/** The names under which Next has run its proxy, so that saying them once made it run no more. */
const PROXIES = ["middleware", "src/middleware", "proxy", "src/proxy", "pages/_middleware", "app/proxy"];
const FIVE = (name: string) => Array.from({ length: 5 }, () => name).join(":");
const RSC = { rsc: "1" };

/** Ways that a protected page was, or could be, got at past what stands before it. */
export const SHAPES: readonly Shape[] = [
  ...PROXIES.flatMap((name) => [
    withHeaders({ "x-middleware-subrequest": name }),
    withHeaders({ "x-middleware-subrequest": FIVE(name) }),
  ]),
  ...[
    "x-invoke-path",
    "x-matched-path",
    "x-rewrite-url",
    "x-original-url",
    "x-forwarded-uri",
    "next-url",
    "x-nextjs-rewrite",
  ].map((name): Shape => ({ name, of: (path) => ({ target: "/sign-in", headers: { [name]: path } }) })),
  ...[
    "x-invoke-output",
    "x-invoke-query",
    "x-invoke-status",
    "x-middleware-next",
    "x-middleware-invoke",
    "x-middleware-rewrite",
    "x-middleware-override-headers",
    "x-nextjs-data",
    "x-now-route-matches",
    "x-prerender-revalidate",
    "x-preview",
    "next-resume",
    "x-next-resume-state-length",
    "x-nextjs-postponed",
  ].map((name) => withHeaders({ [name]: "1" })),
  withHeaders({ "x-middleware-set-cookie": "contraprova=x" }),
  withHeaders({ "x-path": "/sign-in" }),
  withHeaders({ "x-forwarded-host": "elsewhere.example" }),
  withHeaders({ "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" }),
  withHeaders({ host: "localhost" }),
  withHeaders(RSC),
  withHeaders({ ...RSC, "next-router-prefetch": "1" }),
  withHeaders({ ...RSC, "next-router-segment-prefetch": "/_tree" }),
  withHeaders({ ...RSC, "next-router-segment-prefetch": "/__PAGE__" }),
  withHeaders({ ...RSC, "next-router-state-tree": "%5B%22%22%5D" }),
  withHeaders({ ...RSC, "next-hmr-refresh": "1" }),
  withHeaders({ purpose: "prefetch", "sec-purpose": "prefetch" }),
  withHeaders({ "x-http-method-override": "POST" }),
  withHeaders({ "x-method-override": "DELETE" }),
  withHeaders({ authorization: "Bearer x" }),
  withHeaders({ authorization: "Basic YWRtaW46YWRtaW4=" }),
  withHeaders({ cookie: "contraprova=x; __Host-contraprova=y; next-auth.session-token=z" }),
  withHeaders({
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-version": "13",
  }),
  withTarget(".rsc", (path) => `${path === "/" ? "/index" : path}.rsc`),
  withTarget(".rsc, asked for as one", (path) => `${path === "/" ? "/index" : path}.rsc`, RSC),
  withTarget("segments", (path) => `${path === "/" ? "/index" : path}.segments/_tree.segment.rsc`, RSC),
  withTarget(".prefetch.rsc", (path) => `${path === "/" ? "/index" : path}.prefetch.rsc`, RSC),
  withTarget("?_rsc", (path) => `${path}?_rsc=abc12`, RSC),
  withTarget(".json", (path) => `/_next/data/build${path === "/" ? "/index" : path}.json`),
  withTarget("the image optimizer", (path) => `/_next/image?url=${encodeURIComponent(path)}&w=640&q=75`),
  withTarget("two slashes", (path) => `/${path}`),
  withTarget("a slash at the end", (path) => `${path}/`),
  withTarget("an encoded slash", (path) => `/%2f${path.slice(1)}`),
  withTarget("encoded slashes inside", (path) => `/${path.slice(1).replaceAll("/", "%2f")}`),
  withTarget("a backslash", (path) => `/\\${path.slice(1)}`),
  withTarget("dots", (path) => `/sign-in/..${path}`),
  withTarget("encoded dots", (path) => `/sign-in/%2e%2e${path}`),
  withTarget("dots and a semicolon", (path) => `/sign-in/..;${path}`),
  withTarget("a semicolon", (path) => `${path};x=1`),
  withTarget("an encoded letter", (path) =>
    path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  ),
  withTarget("encoded twice", (path) =>
    path.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
  ),
  withTarget("capitals", (path) => path.toUpperCase()),
  withTarget("a NUL", (path) => `${path}%00`),
  withTarget("a broken escape", (path) => `${path}%`),
  withTarget("the language before it", (path) => `/en${path}`),
  withTarget("another language before it", (path) => `/pt-BR${path}`),
  withTarget("parameters of the route", (path) => `${path}?nxtPnumber=10001&nxtPid=x&number=10001`),
  withTarget("the locale as a parameter", (path) => `${path}?__nextLocale=en&__nextDefaultLocale=en`),
  withTarget("the group's own name", (path) => `/(staff)${path}`),
  withTarget("the page's own name", (path) => `${path === "/" ? "" : path}/page`),
  withTarget("static files", (path) => `/_next/static/..${path}`),
  withTarget("static files, encoded", (path) => `/_next/static/%2e%2e/%2e%2e${path}`),
  withTarget("the unguarded address", (path) => `/api/webhooks/unico/..${path}`),
  withTarget("a whole address", (path) => `http://localhost${path}`),
  withTarget("a whole address elsewhere", (path) => `http://elsewhere.example${path}`),
  ...["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "PROPFIND"].map((method) => withMethod(method)),
  withMethod("POST", { "content-type": "text/plain", "next-action": "0".repeat(42), "content-length": "0" }),
  withMethod("POST", { "content-type": "application/x-www-form-urlencoded", "content-length": "0" }),
];

const ANSWER_MS = 10_000;

/** Sends a request to the byte, as no well-behaved client would; what comes back is read to its end. */
export function sendRaw(base: URL, { target, method = "GET", headers = {}, body = "" }: Raw) {
  const all = { host: base.host, connection: "close", "accept-language": "en", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return new Promise<{ status: number; body: string }>((done, fail) => {
    const socket = net.connect(Number(base.port || 80), base.hostname);
    const chunks: Buffer[] = [];
    const end = () => {
      socket.destroy();
      const text = Buffer.concat(chunks).toString("utf8");
      done({
        status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
        body: text.split("\r\n\r\n").slice(1).join("\n"),
      });
    };
    socket.setTimeout(ANSWER_MS, end);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", end);
    socket.on("error", fail);
    socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
  });
}
