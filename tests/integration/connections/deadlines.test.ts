import { createServer, type Server as HttpServer, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createDispatcher, send } from "#lib/unico/http.ts";
import { until } from "./instances.ts";

/** As 30 s and 10 s are in the program, in small. */
const TOTAL_MS = 500;
const AT_ONCE = 160;

const dispatchers: ReturnType<typeof createDispatcher>[] = [];
const servers: (Server | HttpServer)[] = [];
afterEach(async () => {
  await Promise.all(dispatchers.splice(0).map((dispatcher) => dispatcher.destroy()));
  for (const server of servers.splice(0)) server.close();
});

async function listen<T extends Server | HttpServer>(server: T): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

const answering = (answer: (response: ServerResponse) => void) =>
  createServer((request, response) => {
    request.resume();
    answer(response);
  });

const connectionsOf = (server: Server | HttpServer) =>
  new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
/** Sockets of this process, both ends of each. */
const sockets = () => process.getActiveResourcesInfo().filter((name) => /TCP|TLS/.test(name)).length;

/** Silent before the handshake: TCP takes the connection, TLS never answers. */
const silent = () => createTcpServer((socket) => socket.resume().on("error", () => undefined));

const stalls: readonly [string, () => Server | HttpServer, string, { why: string; isSent: boolean }][] = [
  ["a handshake that never ends", silent, "https", { why: "unreachable", isSent: false }],
  ["no answer", () => answering(() => undefined), "http", { why: "timeout", isSent: true }],
  [
    "an answer that stops in its head",
    () =>
      createTcpServer((socket) =>
        socket
          .resume()
          .on("error", () => undefined)
          .write("HTTP/1.1 200 OK\r\nconte"),
      ),
    "http",
    { why: "timeout", isSent: true },
  ],
  [
    "an answer that stops in its body",
    () =>
      answering((response) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write("{");
      }),
    "http",
    { why: "timeout", isSent: true },
  ],
  [
    "an answer that drips",
    () =>
      answering((response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(" "), 50);
        response.on("close", () => clearInterval(timer));
      }),
    "http",
    { why: "timeout", isSent: true },
  ],
];

it.each(stalls)("%s: ends in time, and gives its sockets back", async (_name, make, scheme, trouble) => {
  const server = make();
  const host = await listen(server);
  const dispatcher = createDispatcher(1_500);
  dispatchers.push(dispatcher);
  const base = sockets();
  const results = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      const startedMs = performance.now();
      const sent = await send({
        dispatcher,
        method: "POST",
        url: `${scheme}://${host}/processes/v1`,
        headers: {},
        body: "{}",
        totalMs: TOTAL_MS,
      });
      return { sent, tookMs: performance.now() - startedMs };
    }),
  );
  expect(Math.max(...results.map(({ tookMs }) => tookMs))).toBeLessThan(TOTAL_MS + 1_000);
  // More than the pool has connections wait for one, and those never left.
  const sent = results.filter((each) => !each.sent.ok && each.sent.failure.isSent);
  expect(sent.length).toBe(trouble.isSent ? 128 : 0);
  for (const { sent: each } of trouble.isSent ? sent : results)
    expect(each).toMatchObject({ failure: trouble });
  await until(async () => (await connectionsOf(server)) === 0 && sockets() <= base);
  // And its places: the next ones leave at once.
  expect(
    await send({ dispatcher, method: "POST", url: `${scheme}://${host}/`, headers: {}, totalMs: TOTAL_MS }),
  ).toMatchObject({ failure: trouble });
});

it("an answer above 1 MB is cut, whether it says its length or not", async () => {
  for (const head of [{ "content-length": "1000001" }, {}]) {
    let written = 0;
    const server = answering((response) => {
      response.writeHead(200, head);
      const timer = setInterval(() => {
        written += 100_000;
        response.write(Buffer.alloc(100_000, " "));
      }, 5);
      response.on("close", () => clearInterval(timer));
    });
    const host = await listen(server);
    const dispatcher = createDispatcher();
    dispatchers.push(dispatcher);
    const sent = await send({
      dispatcher,
      method: "GET",
      url: `http://${host}/`,
      headers: {},
      totalMs: 5_000,
    });
    expect(sent).toMatchObject({ ok: false, failure: { isSent: true, why: "too_large" } });
    await until(async () => (await connectionsOf(server)) === 0);
    expect(written).toBeLessThan(3_000_000);
  }
});

it("a redirect is an answer and is not followed", async () => {
  let arrived = 0;
  const server = answering((response) => {
    arrived += 1;
    response.writeHead(302, { location: "/elsewhere" }).end();
  });
  const host = await listen(server);
  const dispatcher = createDispatcher();
  dispatchers.push(dispatcher);
  const sent = await send({ dispatcher, method: "GET", url: `http://${host}/`, headers: {}, totalMs: 1_000 });
  expect(sent).toMatchObject({ ok: true, value: { httpStatus: 302 } });
  expect(arrived).toBe(1);
});
