import { randomUUID } from "node:crypto";
import dns from "node:dns";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { services } from "#lib/entry/services.ts";
import { env } from "#lib/env.ts";
import { connectUnico } from "#lib/features/connections/connect.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { lookUpProcess } from "#lib/features/processes/service.ts";
import { startInput } from "#lib/features/reverifications/schema.ts";
import { beginReverification } from "#lib/features/reverifications/service.ts";
import { sweepReverifications } from "#lib/features/reverifications/sweeping.ts";
import type { Unico } from "#lib/unico/client.ts";
import { stepClock } from "./clock.ts";
import { pictureOf } from "./pictures.ts";
import type { Footprint, Heard, ServingLimits, Told } from "./serving-process.ts";

// A process that serves people, without its pages: real services, database and client. It is told what to do by its
// parent, and says what it would have told a person.
const tell = (told: Told): void => void process.send?.(told);
type Given = { analyst: { id: string; sessionId: string }; limits?: ServingLimits };
const { analyst, limits }: Given = JSON.parse(process.argv[2] ?? "{}");

const real = () => services({ id: randomUUID(), address: "127.0.0.1" });
const unico = limits ? connectWithin(limits) : real().unico;
const open = () => ({ ...real(), unico });

function connectWithin({ createMs, readMs }: ServingLimits): Unico {
  const { UNICO_AUTH_URL, UNICO_ID_URL, UNICO_CADASTRO_URL, UNICO_ACCOUNT, UNICO_TENANT, ...settings } =
    env();
  return connectUnico({
    settings: {
      authUrl: UNICO_AUTH_URL,
      idUrl: UNICO_ID_URL,
      cadastroUrl: UNICO_CADASTRO_URL,
      account: UNICO_ACCOUNT,
      tenant: UNICO_TENANT,
      privateKeyPem: settings.UNICO_PRIVATE_KEY,
      apiKey: settings.UNICO_API_KEY,
    },
    db: real().db,
    vault: real().vault,
    rate: settings.UNICO_RATE,
    unico: { createMs, readMs },
    token: { totalMs: readMs },
  }).unico;
}

const lookUp = dns.lookup;
const lookUpNothing = ((name: string, ...rest: unknown[]) => {
  const done = rest.at(-1);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" });
  if (typeof done === "function") process.nextTick(done, error);
}) as unknown as typeof dns.lookup;
const asAnalyst = (): UserCtx => ({
  ...open(),
  actor: { kind: "user", name: "Pessoa Sintética", role: "analyst", scope: null, ...analyst },
});
const asProgram = (): Ctx => ({ ...open(), actor: { kind: "program" } });

async function start(key: string, referenceId: string): Promise<void> {
  try {
    const begun = await beginReverification(
      asAnalyst(),
      startInput.parse({
        idempotencyKey: key,
        referenceId,
        selfie: new File([new Uint8Array(await pictureOf(key))], "selfie.jpg", { type: "image/jpeg" }),
      }),
    );
    if (!begun.ok) return tell({ kind: "refused", key, code: begun.failure.code });
    const { id, settled } = begun.value;
    tell({ kind: "acknowledged", key, id });
    await settled;
    tell({ kind: "ended", key, id });
  } catch (error) {
    tell({ kind: "threw", key, message: error instanceof Error ? error.message : String(error) });
  }
}

async function look(processId: string): Promise<void> {
  const startedMs = performance.now();
  const { ok } = await lookUpProcess(asAnalyst(), { processId });
  tell({ kind: "looked", ms: performance.now() - startedMs, isOk: ok });
}

function footprint(): Footprint {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const handles = process.getActiveResourcesInfo();
  const sockets = handles.filter((kind) => kind === "TCPSocketWrap").length;
  return { sockets, handles: handles.length, heapBytes: process.memoryUsage().heapUsed };
}

async function hear(heard: Heard): Promise<void> {
  switch (heard.kind) {
    case "start":
      return start(heard.key, heard.referenceId);
    case "sweep":
      return tell({ kind: "swept", count: await sweepReverifications(asProgram()) });
    case "look":
      return look(heard.processId);
    case "measure":
      return tell({ kind: "measured", ...footprint() });
    case "names":
      dns.lookup = heard.areKnown ? lookUp : lookUpNothing;
      return;
    case "clock":
      return stepClock(heard.byMs);
    case "leave":
      await open().sender.leave();
      process.exit(0);
  }
}

process.on("message", (heard: Heard) => {
  hear(heard).catch((error: unknown) =>
    tell({ kind: "threw", key: "", message: error instanceof Error ? error.message : String(error) }),
  );
});
process.once("disconnect", () => process.exit(0));
tell({ kind: "ready", senderId: open().sender.id });
