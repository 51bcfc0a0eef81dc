/** What is sent is no form, or breaks off before its end. */
export class BrokenForm extends Error {}

export type Part = {
  readonly name: string;
  /** Null for a field that is no file. */
  readonly fileName: string | null;
  readonly body: AsyncGenerator<Buffer>;
};

/** Our own pages send a line or two. */
const HEAD_MAX_BYTES = 4_096;
const LINE = Buffer.from("\r\n");
const HEAD_END = Buffer.from("\r\n\r\n");

/** The boundary of a form with files; null where the body is none. */
export const boundaryOf = (contentType: string | null): string | null =>
  /^multipart\/form-data;\s*boundary="?([^";\s]{1,70})"?\s*$/i.exec(contentType ?? "")?.[1] ?? null;

/**
 * The parts of a form with files (RFC 7578) as they come, none of them held in memory. What is left of a part when the
 * next is asked for is passed over; a form that breaks off throws `BrokenForm`.
 */
export async function* partsOf(source: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const reader = new UntilReader(source);
  const between = Buffer.from(`\r\n--${boundary}`);
  try {
    reader.begin(between);
    await reader.passOver();
    while (await reader.startsNext()) {
      const head = await reader.head();
      reader.begin(between);
      yield { ...namesIn(head), body: bodyOf(reader) };
      await reader.passOver();
    }
  } finally {
    await reader.end();
  }
}

async function* bodyOf(reader: UntilReader): AsyncGenerator<Buffer> {
  for (let piece = await reader.next(); piece; piece = await reader.next()) yield piece;
}

/** Browsers write a quote as `%22` and line ends as `%0D%0A`, which stay so; everything else stands there as UTF-8. */
function namesIn(head: string): Pick<Part, "name" | "fileName"> {
  const [line = ""] = head.split("\r\n").filter((each) => /^content-disposition:\s*form-data\b/i.test(each));
  const valueIn = (name: string) =>
    new RegExp(`;\\s*${name}="([^"]*)"`, "i").exec(line)?.[1]?.replaceAll("%22", '"') ?? null;
  return { name: valueIn("name") ?? "", fileName: valueIn("filename") };
}

/** Reads up to a mark, however the pieces of the stream lie; holds one of them and the length of the mark. */
class UntilReader {
  readonly #source: AsyncIterator<Uint8Array>;
  // The first mark has no line before it.
  #held: Buffer = LINE;
  #mark: Buffer | null = null;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  begin(mark: Buffer): void {
    this.#mark = mark;
  }

  /** The next piece before the mark; null once it was reached. */
  async next(): Promise<Buffer | null> {
    for (;;) {
      const mark = this.#mark;
      if (!mark) return null;
      const at = this.#held.indexOf(mark);
      // What may be the beginning of the mark is kept back.
      const end = at >= 0 ? at : Math.max(0, this.#held.length - mark.length + 1);
      const piece = this.#held.subarray(0, end);
      if (at >= 0) {
        this.#held = this.#held.subarray(at + mark.length);
        this.#mark = null;
      } else this.#held = this.#held.subarray(end);
      if (piece.length > 0) return piece;
      if (at < 0) await this.#more();
    }
  }

  async passOver(): Promise<void> {
    while (await this.next());
  }

  /** Behind a mark: a line where a part follows, two dashes at the end of the form. */
  async startsNext(): Promise<boolean> {
    while (this.#held.length < 2) await this.#more();
    const two = this.#held.toString("latin1", 0, 2);
    this.#held = this.#held.subarray(2);
    if (two === "--") return false;
    if (two !== "\r\n") throw new BrokenForm();
    return true;
  }

  async head(): Promise<string> {
    for (;;) {
      const at = this.#held.indexOf(HEAD_END);
      if (at > HEAD_MAX_BYTES || (at < 0 && this.#held.length > HEAD_MAX_BYTES)) throw new BrokenForm();
      if (at >= 0) {
        const head = this.#held.toString("utf8", 0, at);
        this.#held = this.#held.subarray(at + HEAD_END.length);
        return head;
      }
      await this.#more();
    }
  }

  /** Lets go of a stream that is left before its end. */
  async end(): Promise<void> {
    await this.#source.return?.();
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#source
      .next()
      .catch(() => ({ value: undefined, done: true }) as const);
    if (done || !value) throw new BrokenForm();
    this.#held = this.#held.length > 0 ? Buffer.concat([this.#held, value]) : Buffer.from(value);
  }
}
