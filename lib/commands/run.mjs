// What package.json's scripts run: `node lib/commands/run.mjs <command>`. Plain JavaScript, so that a Node too old to
// read TypeScript still says what to do.
const MIN_NODE_MAJOR = 26;
const [, , command = "", ...rest] = process.argv;

function refuse(line) {
  process.stderr.write(`contraprova: ${line}\n`);
  process.exit(1);
}

if (Number.parseInt(process.versions.node, 10) < MIN_NODE_MAJOR) {
  const script = command === "start" || command === "test" ? `npm ${command}` : `npm run ${command}`;
  const how = `after "npm ci", "${script}" brings the right one along`;
  refuse(`Node ${MIN_NODE_MAJOR} or newer is needed and this is ${process.versions.node}: ${how}`);
}

try {
  const { loadDotenv } = await import("./support/dotenv.ts");
  const { followNpm } = await import("./support/follow-npm.ts");
  loadDotenv();
  followNpm();
  process.argv.splice(2, process.argv.length, ...rest);
  await import(`./${command}.ts`);
} catch (error) {
  const isExpected = error instanceof Error && (error.constructor === Error || error.name === "EnvError");
  refuse(isExpected ? error.message : (error?.stack ?? String(error)));
}
