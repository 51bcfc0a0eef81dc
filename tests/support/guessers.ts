import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Limited } from "#lib/features/limits/rules.ts";

export type Guesses = {
  url: string;
  indexKey: string;
  what: "password" | Limited;
  /** An account, or a person's id. */
  who: string;
  many: number;
  /** Tells the addresses of one process from another's. */
  seed: number;
};

const FILE = fileURLToPath(new URL("guesser.ts", import.meta.url));

/** How many tries of each process were let through. */
export const guessFrom = (processes: number, guesses: Omit<Guesses, "seed">): Promise<number[]> =>
  Promise.all(
    Array.from({ length: processes }, async (_, seed) => {
      const child = fork(FILE, [JSON.stringify({ ...guesses, seed })], {
        execArgv: ["--conditions=react-server"],
        env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV },
      });
      const [message] = await once(child, "message");
      await once(child, "exit");
      return Number(message);
    }),
  );
