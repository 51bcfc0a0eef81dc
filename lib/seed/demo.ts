import "server-only";
import type { OpenCtx } from "#lib/features/context.ts";
import { lookUpProcess } from "#lib/features/processes/service.ts";
import { ensureReference } from "#lib/features/references/repository.ts";
import { ensureSubject } from "#lib/features/subjects/repository.ts";
import { drawFigure } from "#lib/pictures/figure.ts";
import { processScenarios } from "#lib/sandbox/process-documents.ts";
import { referenceScenarios } from "#lib/sandbox/scenarios.ts";
import { historicUnico } from "./answers.ts";
import { answerIdOf, documentOf } from "./documents.ts";
import { type Scene, scenesOf } from "./history.ts";
import { type As, seedStaff } from "./staff.ts";
import { planStorylines, type Storyline } from "./storylines.ts";

/** The demo: its people, the sandbox's references to try, and a month of work, all told through the services. */
export async function seedDemo(open: OpenCtx, password: string): Promise<{ scenes: number }> {
  const end = open.now();
  let clock = end;
  let answer: Parameters<typeof historicUnico>[1] = () => {
    throw new Error("no answer is set");
  };
  const now = () => clock;
  const unico = historicUnico(now, () => answer());
  const key = { liveness: false, alert: true };
  const as = await seedStaff({ ...open, now, unico, key }, password);
  await seedSandboxReferences(open);
  const figure = await drawFigure();

  const setAnswer = (storyline: Storyline) => {
    key.liveness = storyline.liveness !== null;
    answer = () => ({
      said: storyline.said,
      id: answerIdOf(storyline.index),
      liveness: storyline.liveness,
      document: documentFor(storyline),
    });
  };
  const scenes = planStorylines(end).flatMap((storyline) => scenesOf({ as, storyline, figure, setAnswer }));
  const lookUps = lookUpScenes(as, end, (document) => {
    answer = () => ({ said: "match", id: answerIdOf(0), liveness: null, document });
  });
  const played = [...scenes, ...lookUps]
    .filter((scene) => scene.at < end)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const scene of played) {
    clock = scene.at;
    // Days are played in seconds: what a person may do in a minute says nothing of them.
    await open.db.personLimit.deleteMany();
    await scene.run();
  }
  return { scenes: played.length };
}

function documentFor({ index, person, startedAt }: Storyline): string {
  const score = ((index * 41) % 181) - 95;
  return documentOf({ index, person, alert: index % 2 === 1, score, startedAt });
}

/** One named person for each way in which the sandbox answers: a newcomer can try them all. */
async function seedSandboxReferences({ db, vault }: OpenCtx): Promise<void> {
  for (const { id, name, cpf } of referenceScenarios) {
    const subjectId = await ensureSubject(db, vault, { cpf, name });
    await ensureReference(db, {
      id,
      origin: "import",
      subjectId,
      subsidiaryId: null,
      enrolledAt: new Date("2025-03-12T13:00:00Z"),
    });
  }
}

const EVERY_MS = 47 * 60_000;

/** Support looked up each kind of process there is, some days ago. */
const lookUpScenes = (as: As, end: Date, answerWith: (document: string) => void): Scene[] =>
  processScenarios.map(({ id, document }, i) => ({
    at: new Date(end.getTime() - (processScenarios.length - i) * EVERY_MS),
    run: async () => {
      answerWith(JSON.stringify({ process: document }));
      await lookUpProcess(as("support"), { processId: id });
    },
  }));
