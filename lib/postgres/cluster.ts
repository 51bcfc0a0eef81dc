import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Account } from "./account.ts";
import { binary } from "./binaries.ts";

const MAJOR = "18";
export const SUPERUSER = "postgres";

export type Cluster = {
  readonly dir: string;
  readonly data: string;
  readonly password: string;
  /** Options of every process that works on it. */
  readonly spawnAs: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number };
};

type Place = { dir: string; binaries: string; account: Account | null; durable: boolean };

/** Opens the cluster in `dir`, and makes it when there is none. */
export function openCluster({ dir, binaries, account, durable }: Place): Cluster {
  const data = path.join(dir, "data");
  const passwordFile = path.join(dir, "password");
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (account) fs.chownSync(dir, account.uid, account.gid);
  const { PATH, NODE_ENV } = process.env;
  const env = { PATH, NODE_ENV, HOME: dir, TZ: "UTC", LC_ALL: "C" };
  const spawnAs = { cwd: dir, env, ...account };
  const version = read(path.join(data, "PG_VERSION"));
  if (version === null) {
    // What an interrupted initdb left would stop the next one.
    fs.rmSync(data, { recursive: true, force: true });
    fs.writeFileSync(passwordFile, randomBytes(18).toString("base64url"), { mode: 0o600 });
    if (account) fs.chownSync(passwordFile, account.uid, account.gid);
    initialise(binary(binaries, "initdb"), { data, passwordFile, durable }, spawnAs);
  } else if (version !== MAJOR) {
    throw new Error(
      `${data} was made by PostgreSQL ${version}, this is ${MAJOR}: move it away and restore it by dump`,
    );
  }
  const password = read(passwordFile);
  if (!password) throw new Error(`${passwordFile} is missing: put it back, or remove ${dir} to begin anew`);
  return { dir, data, password, spawnAs };
}

type Files = { data: string; passwordFile: string; durable: boolean };

/** No locale of the system is needed: C.UTF-8 is built in, and ICU orders names where order matters. */
function initialise(initdb: string, files: Files, spawnAs: Cluster["spawnAs"]): void {
  const run = spawnSync(
    initdb,
    [
      `--pgdata=${files.data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${files.passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--data-checksums",
      ...(files.durable ? [] : ["--no-sync"]),
    ],
    { ...spawnAs, encoding: "utf8" },
  );
  if (run.status === 0) return;
  fs.rmSync(files.data, { recursive: true, force: true });
  throw new Error(`PostgreSQL could not be set up: ${oneLine(run.error?.message ?? run.stderr)}`);
}

/** The last line that says what went wrong, with what to do where we know it. */
export function oneLine(log: string): string {
  const lines = log.split("\n").filter((line) => line.trim());
  const line = lines.findLast((l) => /error|fatal|could not|cannot/i.test(l)) ?? lines.at(-1) ?? "no message";
  const hint = line.includes("shared object file") ? " (run npm ci again, with install scripts on)" : "";
  return line.trim() + hint;
}

function read(file: string): string | null {
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch {
    return null;
  }
}
