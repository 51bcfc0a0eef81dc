/** The characters that a TrueType font has a glyph for, out of its `cmap` of format 4. */
export function charactersOf(font: Buffer): ReadonlySet<number> {
  const cmap = tableOf(font, "cmap");
  const found = new Set<number>();
  for (let table = 0; table < cmap.readUInt16BE(2); table += 1) {
    const at = cmap.readUInt32BE(4 + table * 8 + 4);
    if (cmap.readUInt16BE(at) === 4) addSegments(cmap.subarray(at), found);
  }
  return found;
}

function addSegments(table: Buffer, found: Set<number>): void {
  const segments = table.readUInt16BE(6) / 2;
  const [ends, starts] = [14, 16 + segments * 2];
  const [deltas, offsets] = [starts + segments * 2, starts + segments * 4];
  for (let segment = 0; segment < segments; segment += 1) {
    const end = table.readUInt16BE(ends + segment * 2);
    const start = table.readUInt16BE(starts + segment * 2);
    const delta = table.readUInt16BE(deltas + segment * 2);
    const place = offsets + segment * 2;
    const offset = table.readUInt16BE(place);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const listed = offset === 0 ? code : table.readUInt16BE(place + offset + (code - start) * 2);
      const isMissing = offset !== 0 && listed === 0;
      if (!isMissing && ((listed + delta) & 0xffff) !== 0) found.add(code);
    }
  }
}

function tableOf(font: Buffer, tag: string): Buffer {
  for (let entry = 0; entry < font.readUInt16BE(4); entry += 1) {
    const at = 12 + entry * 16;
    if (font.toString("latin1", at, at + 4) !== tag) continue;
    const from = font.readUInt32BE(at + 8);
    return font.subarray(from, from + font.readUInt32BE(at + 12));
  }
  throw new Error(`a font without ${tag}`);
}
