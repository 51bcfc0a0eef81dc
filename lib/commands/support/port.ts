import net from "node:net";

/** Says so before anything is started, rather than after half a minute. */
export function refuseTakenPort(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", (error) => {
      const isTaken = "code" in error && error.code === "EADDRINUSE";
      const reason = isTaken
        ? "is in use: stop what uses it, or give another PORT"
        : `cannot be used: ${error.message}`;
      reject(new Error(`port ${port} ${reason}`));
    });
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
