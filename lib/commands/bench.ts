import { spawn } from "node:child_process";
import { once } from "node:events";
import { ROOT } from "./support/paths.ts";
import { say, secondsSince } from "./support/say.ts";

/** The figures of the product's section "How fast", each part in a process of its own, one after the other. */
const PARTS = ["lists", "exports", "call", "audit"] as const;
type Part = (typeof PARTS)[number];
const isPart = (name: string): name is Part => PARTS.some((part) => part === name);

const asked = process.argv.slice(2);
const wrong = asked.filter((name) => !isPart(name));
if (wrong.length > 0)
  throw new Error(
    `there is no part ${wrong.join(", ")}: give some of ${PARTS.join(", ")}, or none for all. What a part takes, its own command does: npm run bench:lists -- --cases 1000000`,
  );
const parts = asked.length > 0 ? asked.filter(isPart) : PARTS;

const missed: Part[] = [];
for (const part of parts) {
  const startedAt = performance.now();
  say(`\n== ${part}`);
  const child = spawn("npm", ["run", "--silent", `bench:${part}`], { cwd: ROOT, stdio: "inherit" });
  const [code] = await once(child, "close");
  if (code !== 0) missed.push(part);
  say(`== ${part}: ${code === 0 ? "every bar held" : "NOT every bar held"}, ${secondsSince(startedAt)}`);
}
say(missed.length > 0 ? `\nmissed: ${missed.join(", ")}` : "\nevery bar held");
process.exitCode = missed.length > 0 ? 1 : 0;
