import "server-only";
import fs from "node:fs";
import path from "node:path";
import { charactersOf } from "./coverage.ts";
import type { Face } from "./paper.ts";
import { sfntOf } from "./sfnt.ts";

export type FontPart = { readonly name: string; readonly bytes: Buffer; readonly has: ReadonlySet<number> };

const SANS = (script: string) =>
  `@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-${script}-wght-normal.woff2`;
const MONO = (script: string) => `@fontsource/ibm-plex-mono/files/ibm-plex-mono-${script}-400-normal.woff`;
const SCRIPTS = ["latin", "latin-ext", "greek", "cyrillic", "vietnamese"];
const MONO_SCRIPTS = ["latin", "latin-ext", "cyrillic"];

const read = new Map<string, FontPart>();

function partOf(family: "sans" | "mono", script: string): FontPart {
  const name = `${family}-${script}`;
  let part = read.get(name);
  if (!part) {
    const bytes = sfntOf(
      fs.readFileSync(/* turbopackIgnore: true */ placeOf(family === "mono" ? MONO(script) : SANS(script))),
    );
    part = { name, bytes, has: charactersOf(bytes) };
    read.set(name, part);
  }
  return part;
}

/** The built server works in a folder with the packages that it was built with; other processes lie beside theirs. */
function placeOf(file: string): string {
  const here = path.join(/* turbopackIgnore: true */ process.cwd(), "node_modules", file);
  return fs.existsSync(here)
    ? here
    : path.join(/* turbopackIgnore: true */ import.meta.dirname, "../../node_modules", file);
}

/** The parts of a face in the order in which they are asked for a character. */
export const partsOf = (face: Face): readonly FontPart[] =>
  face === "mono"
    ? MONO_SCRIPTS.map((script) => partOf("mono", script))
    : SCRIPTS.map((script) => partOf("sans", script));
