import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type Channel, openChannel } from "#lib/live/channel.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";

let world: World;
let channel: Channel;
const heard = vi.fn();
beforeAll(async () => {
  world = await openWorld();
  channel = openChannel(world.url, "a_name");
});
afterEach(() => heard.mockClear());
afterAll(async () => {
  await channel.end();
  await world.end();
});

const say = () => withClient(world.url, (client) => client.query("NOTIFY a_name"));
const LISTENERS = `SELECT pid FROM pg_stat_activity WHERE application_name = 'contraprova live' AND datname = current_database()`;
const listening = () => withClient(world.url, async (client) => (await client.query(LISTENERS)).rows.length);

it("tells everybody who hears, over one connection", async () => {
  const second = vi.fn();
  const [stopFirst, stopSecond] = [channel.hear(heard), channel.hear(second)];
  // The connection that stands is told of too: something may have been said before it did.
  await vi.waitFor(() => expect(heard).toHaveBeenCalled(), 5_000);
  heard.mockClear();
  second.mockClear();
  await say();
  await vi.waitFor(() => expect([heard, second].map((fn) => fn.mock.calls.length)).toEqual([1, 1]), 5_000);
  expect(await listening()).toBe(1);
  stopSecond();
  await say();
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), 5_000);
  expect(second).toHaveBeenCalledTimes(1);
  stopFirst();
});

it("comes back after its connection was cut, and tells that something may have been missed", async () => {
  const stop = channel.hear(heard);
  const { rowCount } = await withClient(world.url, (client) =>
    client.query(`SELECT pg_terminate_backend(pid) FROM (${LISTENERS}) AS listener`),
  );
  expect(rowCount).toBe(1);
  await vi.waitFor(() => expect(heard).toHaveBeenCalled(), 5_000);
  heard.mockClear();
  await say();
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), 5_000);
  stop();
});

it("leaves no connection behind when it ends", async () => {
  const own = openChannel(world.url, "a_name");
  own.hear(heard);
  await vi.waitFor(async () => expect(await listening()).toBe(2), 5_000);
  await own.end();
  await sleep(50);
  expect(await listening()).toBe(1);
});

it("keeps nothing of a connection that was cut", async () => {
  const made: AbortController[] = [];
  class Kept extends AbortController {
    constructor() {
      super();
      made.push(this);
    }
  }
  vi.stubGlobal("AbortController", Kept);
  const own = openChannel(world.url, "another_name");
  vi.unstubAllGlobals();
  const told = vi.fn();
  own.hear(told);
  for (const times of [1, 2, 3]) {
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(times), 5_000);
    const [ending] = made;
    expect(ending && getEventListeners(ending.signal, "abort").length).toBe(1);
    await withClient(world.url, (client) =>
      client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'contraprova live' AND query LIKE '%another_name%'`,
      ),
    );
  }
  await own.end();
});
