/** Our policy, in milliseconds: where a browser gives up, the page asks again, each time later. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Hears what the address tells for as long as the page is seen, until the function that it gives back is called. A page
 * that nobody sees holds no line: a browser has six for a server, and whatever happened meanwhile is told when it is
 * seen again.
 */
export function holdLine(address: string, hear: (data: string) => void): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let waitMs = FIRST_WAIT_MS;
  const letGo = () => {
    clearTimeout(again);
    source?.close();
    source = null;
  };
  const hold = () => {
    if (document.visibilityState !== "visible") return letGo();
    if (source) return;
    clearTimeout(again);
    const line = new EventSource(address);
    source = line;
    line.addEventListener("message", ({ data }: MessageEvent<string>) => hear(data));
    line.addEventListener("open", () => {
      waitMs = FIRST_WAIT_MS;
    });
    // A browser comes back by itself after a line that broke, and never after an answer other than 200.
    line.addEventListener("error", () => {
      if (line.readyState !== EventSource.CLOSED || source !== line) return;
      source = null;
      again = setTimeout(hold, waitMs);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    });
  };
  hold();
  document.addEventListener("visibilitychange", hold);
  return () => {
    document.removeEventListener("visibilitychange", hold);
    letGo();
  };
}
