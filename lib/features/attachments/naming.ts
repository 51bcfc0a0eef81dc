import { withoutCpfsInName } from "#lib/privacy/mask.ts";
import { type AttachmentKind, ENDINGS } from "./rules.ts";

/** In characters as people count them, its ending included. */
const NAME_MAX = 120;
/** Control and format characters: those that turn the reading around make `gpj.exe` out of what ends in `exe.jpg`. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** What systems of files take for something else than a letter. */
const RESERVED = /[<>:"|?*]/g;

const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

/**
 * What a file is called from now on: no path, nothing unseen, no CPF, and the ending of what is in it. Empty where nothing
 * is left of what it was called.
 */
export function plainName(given: string, kind: AttachmentKind): string {
  const last = given.toWellFormed().normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  // Before what is reserved goes: a CPF is masked by asterisks, which stay.
  const seen = last.replace(UNSEEN, "").replace(RESERVED, "_").replace(/\s+/gu, " ");
  const name = withoutCpfsInName(seen).replace(/^[.\s]+|[.\s]+$/gu, "");
  const endings: readonly string[] = ENDINGS[kind];
  const isRight = endings.includes(endingOf(name));
  const ending = isRight ? name.slice(name.lastIndexOf(".")) : `.${ENDINGS[kind][0]}`;
  const stem = [...(isRight ? name.slice(0, -ending.length) : name)].slice(0, NAME_MAX - ending.length);
  const trimmed = stem.join("").replace(/[.\s]+$/u, "");
  return trimmed === "" ? "" : trimmed + ending;
}

/** As RFC 6266 has it: plain letters for every program, and all of them for those that know how. */
export function dispositionOf(given: string): string {
  const name = given || "file";
  const letters = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\w.() -]/g, "_");
  const all = encodeURIComponent(name).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${letters}"; filename*=UTF-8''${all}`;
}
