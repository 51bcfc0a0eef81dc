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
export function writeCreateBody(input: CreateInput): string {
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
  return JSON.stringify({
    subject: hasSubject ? wireSubject : undefined,
    referenceProcessId: input.referenceProcessId,
    subsidiaryId: input.subsidiaryId,
    imageBase64: typeof image === "string" ? image : toBase64(image),
  });
}

const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
