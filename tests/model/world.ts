import { randomUUID } from "node:crypto";
import { Agent } from "undici";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import type { StartInput } from "#lib/features/reverifications/schema.ts";
import { ok } from "#lib/result.ts";
import { createUnico } from "#lib/unico/client.ts";
import { ctxFor, openWorld, programCtx } from "#tests/support/ctx.ts";
import { liftLimits } from "#tests/support/limits.ts";
import { anotherSelfie, aStart } from "#tests/support/reverifications.ts";
import { type ScriptedUnico, startScriptedUnico } from "./scripted-unico.ts";
import { type Serving, startServing } from "./serving.ts";

export type Running = {
  readonly id: string;
  readonly settled: Promise<void>;
  readonly serving: Serving;
  readonly input: StartInput;
  readonly person: number;
  /** That Unico made; whether the row knows it the model says. */
  processId: string | null;
};

/** What the commands work on: one sequence of its own in a database that sequences take turns in. */
export type Real = {
  readonly unico: ScriptedUnico;
  readonly program: Ctx;
  readonly running: Running[];
  staffOf(person: number): UserCtx;
  startServing(person: number): Serving;
  /** One that serves those who click again; it has nothing of its own to send. */
  againServing(person: number): Serving;
  inputOf(picture: number, reference: number, replaces: string | undefined): Promise<StartInput>;
  /** State of each row as it was seen last: ends never change. */
  readonly ends: Map<string, string>;
  /** Which were unknown when the list of those to reconcile was looked at last. */
  listed: string | null;
  close(): Promise<void>;
};

/** A database, a scripted Unico and two people, for one sequence after the other. */
export async function openLane() {
  const world = await openWorld();
  await liftLimits(world.url);
  const unico = await startScriptedUnico();
  const dispatcher = new Agent({ connections: 64 });
  const staff = [await ctxFor(world.db, "analyst"), await ctxFor(world.db, "analyst")] as const;
  const reader = createUnico(
    {
      authUrl: unico.url,
      idUrl: unico.url,
      cadastroUrl: unico.url,
      account: "model",
      tenant: "model",
      privateKeyPem: "",
      apiKey: "model",
    },
    { dispatcher, tokens: { get: async () => ok("token"), held: () => "token", invalidate: () => {} } },
  );
  const program = programCtx(world.db, { unico: reader });

  async function startSequence(): Promise<Real> {
    const references = [randomUUID(), randomUUID()] as const;
    const pictures = [await anotherSelfie(), await anotherSelfie()] as const;
    const servings: Serving[] = [];
    const running: Running[] = [];
    const again = new Map<number, Serving>();
    const staffOf = (person: number) => ({ ...(person === 0 ? staff[0] : staff[1]), unico: reader });
    const openServing = (person: number) => {
      const serving = startServing(staffOf(person), unico, dispatcher);
      servings.push(serving);
      return serving;
    };
    return {
      unico,
      program,
      running,
      ends: new Map(),
      listed: null,
      staffOf,
      startServing: openServing,
      againServing(person) {
        const serving = again.get(person) ?? openServing(person);
        again.set(person, serving);
        return serving;
      },
      inputOf: (picture, reference, replaces) =>
        aStart({
          referenceId: reference === 0 ? references[0] : references[1],
          selfie: new File([new Uint8Array(picture === 0 ? pictures[0] : pictures[1])], "selfie.jpg"),
          ...(replaces ? { replaces } : {}),
        }),
      async close() {
        await Promise.all(servings.map((serving) => serving.die()));
        unico.forget(running.map(({ id }) => id));
        // The next sequence must not meet what this one left behind.
        await world.db.$executeRaw`
          UPDATE reverification SET state = 'failed', failure = 'sender_died', settled_at = now()
          WHERE state IN ('pending', 'sent', 'unknown')`;
      },
    };
  }

  return {
    startSequence,
    async end() {
      await unico.stop();
      await dispatcher.destroy();
      await world.end();
    },
  };
}
