import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { judge } from "#lib/features/attachments/judging.ts";
import type { ContentRefusal } from "#lib/features/attachments/rules.ts";
import { FILE_MAX_BYTES } from "#lib/features/attachments/rules.ts";
import { noise, plain } from "#tests/support/made-pictures.ts";

const text = (words: string) => Buffer.from(words, "latin1");
const pdf = (inside = "") => text(`%PDF-1.7\n1 0 obj\n<< /Type /Catalog ${inside} >>\nendobj\n%%EOF\n`);

/** Told by a process that holds 64 MB of objects; what a file's bytes take does not count there. */
function judgedInLittle(start: string, filling: string, end: string): string {
  const module = new URL("../../../lib/features/attachments/judging.ts", import.meta.url).href;
  const made = `${JSON.stringify(start)} + ${JSON.stringify(filling)}.repeat(3_400_000) + ${JSON.stringify(end)}`;
  const script = `import { judge } from "${module}"; console.log(JSON.stringify(judge(Buffer.from(${made}))));`;
  const flags = ["--max-old-space-size=64", "--input-type=module", "--eval", script];
  return execFileSync(process.execPath, flags, { encoding: "utf8", stdio: "pipe" }).trim();
}

describe("what a file is", () => {
  it("takes no more memory than a few times its bytes, whatever they are", () => {
    expect(judgedInLittle("", "\n\r\n", "")).toBe('{"kind":"text"}');
    expect(judgedInLittle("%PDF-1.4\n", "#41", "\n%%EOF")).toBe('{"kind":"pdf"}');
  });

  it("is told by what is in it", async () => {
    const [jpeg, png, webp, deep, cmyk] = await Promise.all([
      noise(64, 64).jpeg().toBuffer(),
      plain(64, 64).png().toBuffer(),
      plain(64, 64).webp().toBuffer(),
      plain(64, 64).toColourspace("rgb16").png().toBuffer(),
      plain(64, 64).toColourspace("cmyk").jpeg().toBuffer(),
    ]);
    const kinds = [
      jpeg,
      png,
      webp,
      deep,
      cmyk,
      pdf(),
      Buffer.from("Ação; 1\r\n\tfim\n"),
      text("\xef\xbb\xbfa;b"),
    ];
    expect(kinds.map(judge)).toEqual(
      ["jpeg", "png", "webp", "png", "jpeg", "pdf", "text", "text"].map((kind) => ({ kind })),
    );
  });

  it("is taken for text where it speaks of markup, and for markup where it begins as such", () => {
    expect(judge(text("The form held <script>alert(1)</script>."))).toEqual({ kind: "text" });
    expect(judge(text("  <!DOCTYPE html><p>x"))).toEqual({ why: "markup" });
  });

  it("is refused with the reason that it has", async () => {
    const [png, deep, cmyk, moving] = await Promise.all([
      plain(64, 64).png().toBuffer(),
      plain(64, 64).toColourspace("rgb16").png().toBuffer(),
      plain(64, 64).toColourspace("cmyk").jpeg().toBuffer(),
      plain(64, 64).webp().toBuffer(),
    ]);
    moving.write("ANIM", 12, "latin1");
    const page = text("<html><script>x</script>");
    const mixed = [
      Buffer.concat([deep, text("PK\x03\x04")]),
      ...[cmyk, moving].map((of) => Buffer.concat([of, page])),
    ];
    const cases: [ContentRefusal, Buffer[]][] = [
      ["empty", [Buffer.alloc(0)]],
      ["too_large", [Buffer.alloc(FILE_MAX_BYTES + 1, 97)]],
      [
        "archive",
        [text("PK\x03\x04 a workbook"), text("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"), text("\x1f\x8b\x08")],
      ],
      ["heic", [text("\0\0\0\x18ftypheic\0\0\0\0mif1")]],
      ["other_picture", [text("GIF89a\x01\0"), text("II*\0 a scan")]],
      ["markup", ["<svg onload=x>", "<?xml version='1.0'?>", "{\\rtf1 x}", "#!/bin/sh", "<?php x"].map(text)],
      ["encoding", [text("a\xe7\xe3o; sim"), Buffer.from("\ufeffolá", "utf16le")]],
      [
        "active",
        [pdf("/OpenAction << /S /JavaScript /JS (x) >>"), pdf("/S /#4cau#6Ech"), pdf("/EmbeddedFiles 2 0 R")],
      ],
      ["mixed", mixed],
      ["mixed", [Buffer.concat([png, text("PK\x03\x04")]), text("%PDF-1.7 <html><script>x</script> %%EOF")]],
      ["damaged", [png.subarray(0, png.length >> 1), text("%PDF-1.7\n1 0 obj")]],
      ["unknown_kind", [text("MZ\x90\0\x03"), text("\x7fELF\x02\x01"), Buffer.alloc(900), text("bell\x07")]],
    ];
    for (const [why, files] of cases)
      for (const bytes of files) expect([why, judge(bytes)]).toEqual([why, { why }]);
  });
});
