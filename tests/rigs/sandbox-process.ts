import { type SandboxOptions, startSandbox } from "#lib/sandbox/server.ts";

// A sandbox in a process of its own: what it costs is not measured with the program, and it outlives what is killed.
const options: SandboxOptions = JSON.parse(process.argv[2] ?? "{}");
const { stop, ...addresses } = await startSandbox(options);
process.send?.(addresses);
process.once("disconnect", () => void stop().then(() => process.exit(0)));
