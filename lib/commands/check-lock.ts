import fs from "node:fs";
import { lockProblems } from "./support/lock-rules.ts";
import { inRoot } from "./support/paths.ts";
import { complain, say } from "./support/say.ts";

const problems = lockProblems(JSON.parse(fs.readFileSync(inRoot("package-lock.json"), "utf8")));
for (const problem of problems) complain(`package-lock.json: ${problem}`);
if (problems.length === 0) say("package-lock.json is whole");
process.exitCode = problems.length === 0 ? 0 : 1;
