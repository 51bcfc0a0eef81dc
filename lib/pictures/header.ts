/** What the first look finds wrong, before any byte reaches a decoder. */
export type HeaderRefusal =
  | "picture_format"
  | "picture_heic"
  | "picture_not_image"
  | "picture_damaged"
  | "picture_animated"
  | "picture_cmyk"
  | "picture_depth"
  | "picture_mixed";

export type Header = {
  format: "jpeg" | "png" | "webp";
  width: number;
  height: number;
  /** Whether it decodes line by line; else the decoder holds the whole of it. */
  isStreamed: boolean;
  /** Where the picture ends: what a camera has put behind it never leaves here. */
  end: number;
};

/** Bytes that break off, or say what cannot be. */
export class Damaged extends Error {}

export type Found = Header | HeaderRefusal;

/** A picture whose end is known, and that is refused for what it is. */
export type Refused = Pick<Header, "format" | "end"> & { why: HeaderRefusal };
/** What the readers of the formats make of the bytes. */
export type Read = Header | Refused | HeaderRefusal;
