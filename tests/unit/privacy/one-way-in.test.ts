import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.join(import.meta.dirname, "..", "..", "..");
const FOLDERS = ["app", "components", "lib"];

/** Every file of the program, and what it says. */
const files = FOLDERS.flatMap((folder) =>
  fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes("generated"))
    .map((name) => ({
      name: `${folder}/${name}`,
      text: fs.readFileSync(path.join(ROOT, folder, name), "utf8"),
    })),
);
const using = (words: RegExp) =>
  files
    .filter(({ text }) => words.test(text))
    .map(({ name }) => name)
    .sort();

describe("personal data in clear", () => {
  it("is opened in few places, each of which masks it, reveals it on the record, or gives it to Unico", () => {
    expect(
      using(/\b(vault|ctx\.vault)\.open(Bytes)?\(/).filter((name) => !/second-factor/.test(name)),
    ).toEqual([
      "lib/features/attachments/sealing.ts",
      "lib/features/connections/token-store.ts",
      "lib/features/exports/sealing.ts",
      "lib/features/processes/snapshot.ts",
      "lib/features/reverifications/selfies.ts",
      "lib/features/rotation/index-key.ts",
      "lib/features/rotation/selfies.ts",
      "lib/features/rotation/service.ts",
      "lib/features/subjects/repository.ts",
      "lib/privacy/vault.ts",
      "lib/storage/sealed-file.ts",
    ]);
  });

  it("reaches a service for a reason: the values of a person, and answers as they came", () => {
    expect(using(/\bclear(AsFar|ForUnico)\(/)).toEqual([
      "lib/features/exports/columns.ts",
      "lib/features/revealing/service.ts",
      "lib/features/reverifications/sending.ts",
      "lib/features/subjects/repository.ts",
      "lib/features/titular/file.ts",
    ]);
    // A bench opens connections by such a name.
    expect(
      using(/\bopen(Raw|Snapshot|Document)\(/).filter((name) => !name.startsWith("lib/commands/")),
    ).toEqual([
      "lib/features/processes/page.ts",
      "lib/features/processes/snapshot.ts",
      "lib/features/revealing/service.ts",
      "lib/features/titular/parts.ts",
    ]);
  });

  it("is masked by one module alone", () => {
    // Three asterisks or four dots where a value is put together.
    expect(using(/`[^`\n]*\*\*\*[^`\n]*\$\{|\$\{[^`\n]*\}[^`\n]*\*\*\*/)).toEqual(["lib/privacy/mask.ts"]);
  });

  it("is opened by no page or component", () => {
    expect(using(/lib\/privacy\/vault/).filter((name) => !name.startsWith("lib/"))).toEqual([]);
  });
});
