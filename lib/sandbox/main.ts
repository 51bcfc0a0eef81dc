import { join } from "node:path";
import { parseArgs } from "node:util";
import { routeList } from "./control.ts";
import { credentialsPath } from "./credentials.ts";
import { startSandbox } from "./server.ts";
import { defaultSwitches } from "./switches.ts";

const USAGE = `A Unico of our own: token service and both contracts on one port, control and ledger on another.

  --port 4010           port of the protocol
  --control-port 4011   port of the control
  --host 127.0.0.1      address that both listen on
  --audience URL        the one address that assertions are meant for; otherwise its own, or that of the request
  --data .data/sandbox  folder of the credentials and the ledger, kept over restarts
  --latency ${defaultSwitches.latencyMs}         milliseconds that an answer takes at the least
  --rate ${defaultSwitches.ratePerSecond}             requests a second
  --help                this`;

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4010" },
    "control-port": { type: "string", default: "4011" },
    host: { type: "string", default: "127.0.0.1" },
    audience: { type: "string" },
    data: { type: "string", default: join(".data", "sandbox") },
    latency: { type: "string", default: String(defaultSwitches.latencyMs) },
    rate: { type: "string", default: String(defaultSwitches.ratePerSecond) },
    help: { type: "boolean", default: false },
  },
});

const say = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join("\n")}\n`);
const routes = ["Control routes:", ...routeList.map((line) => `  ${line}`)];

/** An address that cannot be listened on is nobody's bug: one line says so. */
function refuseAddress(error: unknown): never {
  if (!(error instanceof Error && "syscall" in error && error.syscall === "listen")) throw error;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  const why =
    code === "EADDRINUSE"
      ? "is in use: stop what uses it, or give another --port or --control-port"
      : `cannot be used: ${error.message}`;
  process.stderr.write(`contraprova: port ${port} ${why}\n`);
  process.exit(1);
}

if (values.help) {
  say(USAGE, "", ...routes);
} else {
  const sandbox = await startSandbox({
    port: Number(values.port),
    controlPort: Number(values["control-port"]),
    host: values.host,
    audience: values.audience ?? null,
    dataDir: values.data,
    latencyMs: Number(values.latency),
    ratePerSecond: Number(values.rate),
  }).catch(refuseAddress);
  say(
    `Sandbox of Unico   ${sandbox.idUrl}`,
    `Control            ${sandbox.controlUrl}`,
    `Ledger             ${sandbox.controlUrl}/ledger`,
    `Credentials        ${credentialsPath(values.data)}`,
    "",
    ...routes,
  );
  const stop = (): void => {
    void sandbox.stop();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}
