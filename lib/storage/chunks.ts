/** The same bytes in pieces of `size`, the last one shorter; none for none. Holds one piece at a time, each of its own memory. */
export async function* inChunks(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let chunk: Buffer | null = null;
  let filled = 0;
  for await (const piece of source) {
    for (let from = 0; from < piece.length; ) {
      chunk ??= Buffer.allocUnsafeSlow(size);
      const part = piece.subarray(from, from + size - filled);
      // A copy: the source may use its buffer again.
      chunk.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < size) continue;
      yield chunk;
      chunk = null;
      filled = 0;
    }
  }
  if (chunk) yield chunk.subarray(0, filled);
}

/** The same bytes; `tooMuch` is thrown instead of the first piece beyond so many. */
export async function* upTo(
  maxBytes: number,
  source: AsyncIterable<Uint8Array>,
  tooMuch: () => Error,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > maxBytes) throw tooMuch();
    yield piece;
  }
}

/** Takes so many bytes at a time out of a stream of pieces of any size. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Fewer than asked only where the stream ends. */
  async take(count: number): Promise<Buffer> {
    const pieces = [this.#held];
    let bytes = this.#held.length;
    while (bytes < count) {
      const { value, done } = await this.#source.next();
      if (done) break;
      pieces.push(Buffer.from(value));
      bytes += value.length;
    }
    const all = pieces.length === 1 ? this.#held : Buffer.concat(pieces);
    this.#held = all.subarray(count);
    return all.subarray(0, count);
  }

  /** Lets go of the source where it is left before its end. */
  async end(): Promise<void> {
    await this.#source.return?.();
  }
}

/** A stream whose first piece was taken already, to be sure that there is one. */
export async function* goingOn<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
