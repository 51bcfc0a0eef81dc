const encoder = new TextEncoder();

const bytesOf = (piece: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  typeof piece === "string" ? encoder.encode(piece) : new Uint8Array(piece);

/** Asks for the next piece when the last was taken, and stops asking when the reader has gone. */
export const streamOf = (pieces: AsyncGenerator<string | Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next();
        if (next.done) controller.close();
        else controller.enqueue(bytesOf(next.value));
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
