import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const RUN = fileURLToPath(new URL("../../../lib/commands/run.mjs", import.meta.url));
const { PATH, HOME } = process.env;

export type Worker = {
  /** As a power cut would: no time to say anything. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** The worker as it is started in production, in a process of its own. */
export function startWorker(settings: Readonly<Record<string, string>>): Worker {
  const child: ChildProcess = spawn(process.execPath, ["--conditions=react-server", RUN, "worker"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { PATH, HOME, NODE_ENV: "production", ...settings } as NodeJS.ProcessEnv,
  });
  const gone = once(child, "exit");
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  const atExit = () => child.kill("SIGKILL");
  process.once("exit", atExit);
  gone.then(() => process.removeListener("exit", atExit));
  return { kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}
