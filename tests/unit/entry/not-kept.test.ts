import net from "node:net";
import pg from "pg";
import { expect, it, vi } from "vitest";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";
import { en } from "#lib/i18n/messages/errors.ts";
import { StorageError } from "#lib/storage/storage.ts";

vi.mock("#lib/entry/current.ts", () => ({ currentLocale: async () => "en" }));

/** What pg says where nobody answers. */
async function unanswered(): Promise<unknown> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  await new Promise((resolve) => server.close(resolve));
  const client = new pg.Client({ host: "127.0.0.1", port });
  return client.connect().catch((error: unknown) => error);
}

it("a file that the storage or the database does not give is said to be so, and is no error of ours", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const troubles = [
    new StorageError("the bucket refuses", "refused"),
    Object.assign(new Error("out of memory"), { severity: "ERROR", code: "53200" }),
    new Error("Connection terminated unexpectedly"),
    await unanswered(),
  ];
  for (const trouble of troubles) {
    const response = await fileOrNotKept(() => Promise.reject(trouble));
    expect(response.status).toBe(503);
    expect(await response.text()).toBe(en.refusal.no_file);
  }
  await expect(fileOrNotKept(() => Promise.reject(new TypeError("a bug")))).rejects.toThrow("a bug");
  expect(said).toHaveBeenCalledTimes(troubles.length);
  said.mockRestore();
});
