import { Session } from "node:inspector/promises";

/** Where this process's main thread spends its time while `work` runs: milliseconds by package or file of ours. */
export async function profiled(work: () => Promise<void>): Promise<(readonly [where: string, ms: number])[]> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.start");
  await work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  const placeOf = new Map(
    profile.nodes.map(({ id, callFrame }) => [id, place(callFrame.url, callFrame.functionName)]),
  );
  const spent = new Map<string, number>();
  profile.samples?.forEach((id, i) => {
    const where = placeOf.get(id) ?? "?";
    spent.set(where, (spent.get(where) ?? 0) + (profile.timeDeltas?.[i] ?? 0) / 1_000);
  });
  return [...spent].sort((a, b) => b[1] - a[1]);
}

function place(url: string, name: string): string {
  if (url === "") return name || "native";
  if (url.startsWith("wasm:")) return "wasm";
  const [, packageName] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (packageName) return packageName;
  return url.startsWith("node:") ? url : url.replace(/^.*?\/(?=(lib|tests|prisma)\/)/, "");
}
