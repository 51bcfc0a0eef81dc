import { execFileSync } from "node:child_process";
import os from "node:os";

/** Stands beside every figure: what it was measured on, and of which code. */
export function machineLine(): string {
  const cpu = os.cpus()[0]?.model.trim() ?? "unknown processor";
  const gib = Math.round(os.totalmem() / 2 ** 30);
  const load = os.loadavg()[0]?.toFixed(1);
  return `${os.cpus().length} cores (${cpu}), ${gib} GiB, ${os.platform()} ${os.arch()}, Node ${process.versions.node}, load ${load}, commit ${commit()}`;
}

function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8", stdio: "pipe" }).trim();
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain") ? " with changes" : "");
  } catch {
    return "unknown";
  }
}
