import { join } from "node:path";
import { parseArgs } from "node:util";
import { credentialsPath } from "./credentials.ts";
import { startSandbox } from "./server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4010" },
    "control-port": { type: "string", default: "4011" },
    data: { type: "string", default: join(".data", "sandbox") },
    latency: { type: "string", default: "300" },
  },
});

const sandbox = await startSandbox({
  port: Number(values.port),
  controlPort: Number(values["control-port"]),
  dataDir: values.data,
  latencyMs: Number(values.latency),
});

process.stdout.write(
  [
    `Sandbox of Unico   ${sandbox.idUrl}`,
    `Control and ledger ${sandbox.controlUrl}/ledger`,
    `Credentials        ${credentialsPath(values.data)}`,
    "",
  ].join("\n"),
);

const stop = (): void => {
  void sandbox.stop();
};
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
