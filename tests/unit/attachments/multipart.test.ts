import { expect, it } from "vitest";
import { BrokenForm, boundaryOf, partsOf } from "#lib/entry/multipart.ts";

type File = { name: string; type?: string; bytes: Buffer };
async function formOf(files: readonly File[]) {
  const form = new FormData();
  form.append("note", "a field");
  for (const { name, bytes } of files) form.append("files", new File([new Uint8Array(bytes)], name));
  const response = new Response(form);
  const boundary = boundaryOf(response.headers.get("content-type"));
  return { boundary: boundary ?? "", body: Buffer.from(await response.arrayBuffer()) };
}
async function* inPieces(bytes: Buffer, size: number) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
async function read(body: Buffer, boundary: string, size: number) {
  const found: { name: string; fileName: string | null; bytes: Buffer }[] = [];
  for await (const part of partsOf(inPieces(body, size), boundary)) {
    const pieces: Buffer[] = [];
    for await (const piece of part.body) pieces.push(Buffer.from(piece));
    found.push({ name: part.name, fileName: part.fileName, bytes: Buffer.concat(pieces) });
  }
  return found;
}

it("gives every part as it was sent, however its bytes lie", async () => {
  const tricky = Buffer.from("\r\n--\r\n-----\r\n\r\n", "latin1");
  const files = [
    { name: 'Ação "1".pdf', bytes: tricky },
    { name: "empty", bytes: Buffer.alloc(0) },
    { name: "b", bytes: Buffer.concat([Buffer.alloc(300, 13), tricky, Buffer.from([255, 0, 10])]) },
  ];
  const { boundary, body } = await formOf(files);
  for (const size of [1, 2, 3, 7, 64, body.length])
    expect(await read(body, boundary, size)).toEqual([
      { name: "note", fileName: null, bytes: Buffer.from("a field") },
      ...files.map(({ name, bytes }) => ({ name: "files", fileName: name, bytes })),
    ]);
});

it("passes over what is not read of a part", async () => {
  const { boundary, body } = await formOf([
    { name: "a", bytes: Buffer.alloc(5_000, 97) },
    { name: "b", bytes: Buffer.from("the second") },
  ]);
  const read: string[] = [];
  for await (const part of partsOf(inPieces(body, 100), boundary)) {
    if (part.fileName === "a") for await (const _ of part.body) break;
    if (part.fileName === "b") for await (const piece of part.body) read.push(piece.toString());
  }
  expect(read.join("")).toBe("the second");
});

it("tells a form that breaks off, or is none, from one that is whole", async () => {
  const { boundary, body } = await formOf([{ name: "a", bytes: Buffer.alloc(50, 97) }]);
  const whole = body.indexOf(`--${boundary}--`) + boundary.length + 4;
  for (let end = 0; end < whole; end += 9)
    await expect(read(body.subarray(0, end), boundary, 30)).rejects.toThrow(BrokenForm);
  await expect(read(Buffer.from("nothing of the kind"), boundary, 30)).rejects.toThrow(BrokenForm);
  const endless = Buffer.concat([Buffer.from(`--${boundary}\r\n`), Buffer.alloc(9_000, 97)]);
  await expect(read(endless, boundary, 1_000)).rejects.toThrow(BrokenForm);
  expect(boundaryOf("multipart/form-data; boundary=a; x=y")).toBeNull();
  expect(boundaryOf("application/json")).toBeNull();
  expect(boundaryOf(null)).toBeNull();
});
