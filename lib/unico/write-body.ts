export type CreateInput = {
  /** Process whose photo is compared: a 1:1's own id or an IDCheck process's `authenticationId`. UUID. */
  readonly referenceProcessId: string;
  /** Bytes of a plain picture, or the Web SDK's encrypted string, which goes out untouched. */
  readonly image: Uint8Array | string;
  /** UUID of the branch at Unico. */
  readonly subsidiaryId?: string;
  readonly subject?: {
    /** 11 digits. */
    readonly cpf?: string;
    readonly name?: string;
    readonly email?: string;
    /** Digits of E.164, as in 5511900000001. */
    readonly phone?: string;
  };
  /** Our own id of this attempt; up to 256 characters without spaces. */
  readonly clientReference?: string;
};

/**
 * The body of `POST /processes/v1`, built once per call however often it is sent.
 * Source: developer.unico.io, "POST processes".
 */
export function writeCreateBody(input: CreateInput): Buffer {
  const { image, subject } = input;
  const wireSubject = {
    code: subject?.cpf,
    // Two consecutive spaces are refused by an old rule of the platform.
    name: subject?.name?.trim().replace(/\s+/g, " "),
    email: subject?.email,
    phone: subject?.phone,
    clientReference: input.clientReference,
  };
  const hasSubject = Object.values(wireSubject).some((member) => member !== undefined);
  const before = JSON.stringify({
    subject: hasSubject ? wireSubject : undefined,
    referenceProcessId: input.referenceProcessId,
    subsidiaryId: input.subsidiaryId,
    imageBase64: typeof image === "string" ? image : "",
  });
  if (typeof image === "string") return Buffer.from(before);
  return withPicture(Buffer.from(before.slice(0, -END.length)), image);
}

const END = '"}';
/** Of a picture, turned into letters at a time: the whole of it as one text would be kept, searched and copied. A multiple of 3. */
const PIECE_BYTES = 24_576;

function withPicture(start: Buffer, bytes: Uint8Array): Buffer {
  const picture = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const body = Buffer.allocUnsafe(start.length + 4 * Math.ceil(picture.length / 3) + END.length);
  let written = start.copy(body);
  for (let at = 0; at < picture.length; at += PIECE_BYTES)
    written += body.write(picture.toString("base64", at, at + PIECE_BYTES), written, "latin1");
  body.write(END, written, "latin1");
  return body;
}
