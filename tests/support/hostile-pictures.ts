import { deflateSync } from "node:zlib";
import sharp from "sharp";
import type { PictureRefusal } from "#lib/features/reverifications/picture.ts";
import { changed, frameOf, noise, packedPoints, plain, pngWith, withSegment } from "./made-pictures.ts";

export type Hostile = { name: string; bytes: Buffer; refusal: PictureRefusal };

const text = (words: string) => Buffer.from(words, "latin1");
const box = (brand: string) =>
  Buffer.concat([text("\0\0\0\x18ftyp"), text(brand), Buffer.alloc(4), text("mif1"), Buffer.alloc(600)]);

async function bases() {
  const [jpeg, progressive, png, webp, lossless, gif, tiff, avif, cmyk, deep] = await Promise.all([
    noise(640, 480).jpeg({ quality: 60 }).toBuffer(),
    noise(640, 480).jpeg({ quality: 60, progressive: true }).toBuffer(),
    noise(640, 480).grayscale().png().toBuffer(),
    noise(640, 480).webp({ quality: 60 }).toBuffer(),
    plain(640, 480).webp({ lossless: true }).toBuffer(),
    plain(640, 480).gif().toBuffer(),
    plain(640, 480).tiff().toBuffer(),
    plain(640, 480).avif({ effort: 0 }).toBuffer(),
    plain(640, 480).toColourspace("cmyk").jpeg().toBuffer(),
    plain(640, 480).toColourspace("rgb16").png().toBuffer(),
  ]);
  const moving = await sharp(Buffer.alloc(640 * 960 * 3, 7), {
    raw: { width: 640, height: 960, channels: 3, pageHeight: 480 },
  })
    .composite([
      { input: { create: { width: 9, height: 9, channels: 3, background: "red" } }, top: 0, left: 0 },
    ])
    .webp({ loop: 0 })
    .toBuffer();
  return { jpeg, progressive, png, webp, lossless, gif, tiff, avif, cmyk, deep, moving };
}

/** Files that people send by mistake or on purpose, and why each is refused. */
export async function hostilePictures(): Promise<Hostile[]> {
  const base = await bases();
  const { jpeg, progressive, png, webp, lossless } = base;
  const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1);
  const frame = frameOf(jpeg);
  const list: [PictureRefusal, Record<string, Buffer>][] = [
    ["picture_empty", { "0 bytes": Buffer.alloc(0) }],
    ["picture_data_url", { "text of an image": text(`data:image/jpeg;base64,${jpeg.toString("base64")}`) }],
    [
      "picture_not_image",
      {
        "a letter": text("Hello"),
        PDF: text("%PDF-1.7\n1 0 obj"),
        HTML: text("<!doctype html><img src=x onerror=alert(1)>"),
        "a script named selfie.jpg": text("#!/bin/sh\necho"),
        ZIP: Buffer.concat([text("PK\x03\x04"), Buffer.alloc(200)]),
        "archive bomb": deflateSync(Buffer.alloc(20_000_000)),
        sound: text("RIFF\x24\0\0\0WAVEfmt "),
        video: box("isom"),
        program: text("\x7fELF\x02\x01\x01"),
        "all zeros": Buffer.alloc(5_000),
        "half a signature": jpeg.subarray(0, 2),
        base64: text(jpeg.toString("base64")),
        "UTF-16 text": Buffer.from("\ufeff<svg>", "utf16le"),
      },
    ],
    [
      "picture_format",
      {
        "GIF named selfie.jpg": base.gif,
        TIFF: base.tiff,
        AVIF: base.avif,
        SVG: text('<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"/>'),
        "SVG behind a prolog": text('<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'),
        "SVG with a script": text("\n <svg onload=alert(1)><script>alert(1)</script></svg>"),
        BMP: Buffer.concat([text("BM\x36\x84\x03\0\0\0\0\0"), Buffer.alloc(50)]),
        "JPEG 2000": text("\0\0\0\x0cjP  \r\n\x87\n"),
        Photoshop: text("8BPS\0\x01"),
        "arithmetic JPEG": changed(jpeg, (copy) => copy.writeUInt8(0xc9, frame + 1)),
      },
    ],
    ["picture_heic", { "HEIC of an iPhone": box("heic"), "HEIC by its other brand": box("mif1") }],
    [
      "picture_damaged",
      {
        "half a JPEG": half(jpeg),
        "half a progressive JPEG": half(progressive),
        "half a JPEG with an end of its own": Buffer.concat([half(jpeg), Buffer.from([0xff, 0xd9])]),
        "JPEG without its end": jpeg.subarray(0, -2),
        "head of a JPEG": jpeg.subarray(0, 20),
        "half a PNG": half(png),
        "PNG without its end": png.subarray(0, -12),
        "half a WebP": half(webp),
        "JPEG of 0 × 0": changed(jpeg, (copy) => copy.fill(0, frame + 5, frame + 9)),
        "PNG of 0 × 0": pngWith(0, 0),
        "PNG without points": pngWith(640, 480),
        "PNG whose points are nonsense": pngWith(640, 480, { data: deflateSync(Buffer.alloc(10)) }),
        "PNG of a wrong checksum": changed(png, (copy) => copy.writeUInt8(copy.readUInt8(60) ^ 1, 60)),
        "chunk longer than the file": changed(png, (copy) => copy.writeUInt32BE(0x7fffffff, 33)),
        "segment longer than the file": changed(jpeg, (copy) =>
          copy.writeUInt16BE(0xffff, frame + 2),
        ).subarray(0, 2_000),
        "two frames in one JPEG": Buffer.concat([
          jpeg.subarray(0, frame),
          jpeg.subarray(frame, frame + 2 + jpeg.readUInt16BE(frame + 2)),
          jpeg.subarray(frame),
        ]),
        "a GIF under the first bytes of a JPEG": Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), base.gif]),
        "a JPEG that lies about its size": changed(jpeg, (copy) => copy.writeUInt16BE(2_000, frame + 5)),
        "WebP longer than the file": changed(webp, (copy) => copy.writeUInt32LE(copy.length + 8, 4)),
        "WebP whose canvas is another": extendedWebp(lossless, 5_000, 5_000, 0),
        "a thousand scans": withScans(progressive, 1_000),
      },
    ],
    [
      "picture_animated",
      {
        "WebP that moves": base.moving,
        "WebP that says so": extendedWebp(lossless, 640, 480, 2),
        "PNG that moves": pngWith(640, 480, { extra: [["acTL", Buffer.alloc(8, 1)]] }),
      },
    ],
    ["picture_cmyk", { "JPEG for print": base.cmyk }],
    [
      "picture_depth",
      {
        "PNG of 16 bits": base.deep,
        "JPEG of 12 bits": changed(jpeg, (copy) => copy.writeUInt8(12, frame + 4)),
      },
    ],
    [
      "picture_mixed",
      {
        "JPEG and ZIP": Buffer.concat([jpeg, text("PK\x03\x04"), Buffer.alloc(100)]),
        "PNG and ZIP": Buffer.concat([png, text("PK\x03\x04"), Buffer.alloc(100)]),
        "WebP and more": Buffer.concat([webp, text("more")]),
        "PDF in a comment of a JPEG": withSegment(jpeg, 0xfe, text("%PDF-1.4\n1 0 obj")),
        "page in a comment of a JPEG": withSegment(jpeg, 0xfe, text("<HTML><body onload=alert(1)>")),
        "script in the metadata of a JPEG": withSegment(
          jpeg,
          0xe1,
          text("Exif\0\0<script>alert(1)</script>"),
        ),
        "PHP in a text of a PNG": pngWith(640, 480, {
          data: packedPoints(640, 480),
          extra: [["tEXt", text("Comment\0<?php system('id');")]],
        }),
        "JPEG and a program": Buffer.concat([jpeg, text("\x7fELF"), Buffer.alloc(100, 1)]),
      },
    ],
    [
      "picture_small",
      {
        "639 × 480": await plain(639, 480).png().toBuffer(),
        "640 × 479": await plain(640, 479).jpeg().toBuffer(),
        "480 × 639": await plain(480, 639).webp().toBuffer(),
        "2,000 × 400": await plain(2_000, 400).png().toBuffer(),
        "1 × 1": await plain(1, 1).png().toBuffer(),
      },
    ],
    [
      "picture_pixels",
      {
        "50,000 × 50,000": pngWith(50_000, 50_000),
        "JPEG of 65,000 × 65,000": changed(jpeg, (copy) => copy.fill(0xfd, frame + 5, frame + 9)),
        "PNG of 8,000 × 8,000 in 200 kB": pngWith(8_000, 8_000, { data: packedPoints(8_000, 8_000) }),
        "interlaced, 5,000 × 5,000": pngWith(5_000, 5_000, { interlace: 1 }),
        "progressive, 5,000 × 5,000": changed(progressive, (copy) =>
          copy.fill(Buffer.from([0x13, 0x88]), frameOf(copy) + 5, frameOf(copy) + 9),
        ),
        "WebP of 16,383 × 16,384": extendedWebp(
          changed(lossless, (copy) => copy.writeUInt32LE(0x0fff_fffe, 21)),
          16_383,
          16_384,
          0,
        ),
      },
    ],
    ["picture_large", { "a strip that no quality makes fit": await strip() }],
  ];
  return list.flatMap(([refusal, files]) =>
    Object.entries(files).map(([name, bytes]) => ({ name, bytes, refusal })),
  );
}

const strip = async () => noise(480, 40_000).grayscale().jpeg({ quality: 30 }).toBuffer();

/** A simple WebP with the head of an extended one before it. */
function extendedWebp(simple: Buffer, width: number, height: number, flags: number): Buffer {
  const head = Buffer.alloc(18);
  head.write("VP8X", "latin1");
  head.writeUInt32LE(10, 4);
  head.writeUInt8(flags, 8);
  head.writeUIntLE(width - 1, 12, 3);
  head.writeUIntLE(height - 1, 15, 3);
  const whole = Buffer.concat([simple.subarray(0, 12), head, simple.subarray(12)]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

/** The last scan over and over. */
function withScans(progressive: Buffer, times: number): Buffer {
  const last = progressive.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = progressive.subarray(last, -2);
  return Buffer.concat([progressive.subarray(0, last), ...Array(times).fill(scan), progressive.subarray(-2)]);
}
