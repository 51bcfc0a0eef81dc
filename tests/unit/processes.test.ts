import { describe, expect, it } from "vitest";
import { sayHappened } from "#app/(staff)/processes/outcome-words.ts";
import { changesBetween, fieldsOf, unknownMembersOf } from "#lib/features/processes/fields.ts";
import {
  COOL_DOWN_MS,
  coolDownLeftMs,
  fraudstersOf,
  HEADLINES,
  isLivenessAsked,
  isServedFromSnapshot,
  scoreOf,
  stepsOf,
  tellOf,
  troubleOf,
} from "#lib/features/processes/rules.ts";
import { lookUpInput } from "#lib/features/processes/schema.ts";
import { processFilter } from "#lib/features/processes/table-schema.ts";
import { messages } from "#lib/i18n/messages.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { withoutCpfs } from "#lib/privacy/mask.ts";
import { processScenarios } from "#lib/sandbox/process-documents.ts";
import { readAddress } from "#lib/table/address.ts";
import { isAddressable } from "#lib/table/search-text.ts";
import { readingOfIdCheck } from "#lib/unico/process-reading.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";

const ID = "80371b2a-3ac7-432e-866d-57fe37896ac6";

function scenario(row: string) {
  const found = processScenarios.find((each) => each.row === row);
  if (!found) throw new Error(`no scenario ${row}`);
  return found;
}
const wireLike = (row: string, more: object = {}) => ({ ...scenario(row).document, ...more });
const documentOf = (row: string, more: object = {}) =>
  idCheckProcessSchema.parse({ process: wireLike(row, more) });

describe("the id of a look-up", () => {
  it.each([
    ["as it is", ID],
    ["with blanks", `  ${ID}\n`],
    ["in capitals", ID.toUpperCase()],
    ["in a link", `https://cadastro.uat.unico.app/process/${ID}?lang=pt`],
    ["in a sentence", `O código é "${ID}", pode ver?`],
    ["the first of two", `${ID} e 53060f52-f146-4c12-a234-5bb5031f6f5b`],
    ["with a word processor's hyphens", ID.replaceAll("-", "\u2011")],
    ["with unseen characters", `\ufeff${ID.slice(0, 4)}\u200b${ID.slice(4)}`],
  ])("is read %s", (_, processId) => {
    expect(lookUpInput.parse({ processId })).toEqual({ processId: ID });
  });

  it.each([
    ["nothing", ""],
    ["too short", ID.slice(0, -1)],
    ["a digit too many", `${ID}7`],
    ["not hexadecimal", ID.replace("8", "g")],
    ["a CPF", "701.010.101-92"],
    ["a list", [ID, ID]],
    ["no text", undefined],
    ["too long", `${"x".repeat(10_000)}${ID}`],
  ])("is refused: %s", (_, processId) => {
    const input = lookUpInput.safeParse({ processId });
    expect(input.error?.issues.map(({ message }) => message)).toEqual(["field.uuid"]);
  });
});

describe("what is said about an answer", () => {
  const ofRow = (row: string) => {
    const reading = readingOfIdCheck(documentOf(row));
    return [HEADLINES[reading.outcome], tellOf(reading), stepsOf(reading, false)];
  };
  const common = (key: string) => ({ common: key });

  it.each([
    ["created", "not_finished", common("not_finished"), ["same_link", "look_again"]],
    ["awaiting_document", "not_finished", { own: "document" }, ["send_document", "look_again"]],
    ["failed", "do_again", common("do_again"), ["new_link", "flag_if_repeated"]],
    ["canceled", "do_again", { own: "canceled" }, ["new_link", "flag_if_repeated"]],
    ["result_error", "do_again", common("do_again"), ["new_link", "flag_if_repeated"]],
    ["expired", "do_again", { own: "expired" }, ["new_link", "flag_if_repeated"]],
    ["liveness_missing", "do_again", common("do_again"), ["new_link", "flag_if_repeated"]],
    ["no_evidence", "do_again", { own: "check_cpf" }, ["check_cpf", "new_link", "flag_if_repeated"]],
    ["not_live", "refused", common("refused"), ["offer_review", "new_capture", "flag"]],
    ["not_holder", "refused", common("refused"), ["offer_review", "flag"]],
    ["alert", "refused", common("refused"), ["offer_review", "flag"]],
    ["holder", "confirmed", common("confirmed"), ["nothing"]],
    ["holder_alert", "second_look", common("second_look"), ["flag", "wait_for_analyst"]],
    ["unknown_values", "second_look", common("second_look"), ["flag", "wait_for_analyst"]],
  ])("%s", (row, headline, tell, steps) => {
    expect(ofRow(row)).toEqual([headline, tell, steps]);
  });

  it("does not ask to flag what the analysts have", () => {
    for (const { row } of processScenarios) {
      const steps = stepsOf(readingOfIdCheck(documentOf(row)), true);
      expect(steps).not.toContain("flag");
      expect(steps).not.toContain("flag_if_repeated");
    }
  });

  it("never lets the customer hear of fraud, an alert or a score", () => {
    const words = (["en", "pt-BR"] as const).flatMap((locale) => [
      ...Object.values(messages[locale].verdicts.say),
      ...Object.values(messages[locale].processes.tell),
    ]);
    for (const said of words) expect(said).not.toMatch(/fraud|alert|score|golpe|suspeit|suspic/i);
  });

  it("has a word in both languages for every row's happening", () => {
    const row = (name: string) => {
      const document = documentOf(name);
      const { outcome } = readingOfIdCheck(document);
      const { result, liveness, alert } = document.authentication;
      return {
        outcome,
        state: document.state,
        result: document.result,
        authentication: result,
        liveness,
        fraudsters: alert,
      };
    };
    const say = (name: string) => sayHappened(translatorFor("en", "verdicts"), row(name));
    expect(say("created")).toBe("Customer has not finished");
    expect(say("expired")).toBe("Not done in time");
    expect(say("not_live")).toBe("Not live");
    expect(say("liveness_missing")).toBe("No answer, although it was asked for, holder not certain");
    expect(say("holder_alert")).toBe("Fraud alert, it is the holder");
    expect(say("unknown_values")).toBe("Unknown answer: PROCESS_RESULT_SOMETHING_NEW");
    for (const { row: name } of processScenarios) {
      expect(sayHappened(translatorFor("pt-BR", "verdicts"), row(name))).not.toBe("");
    }
  });
});

describe("facts of a reading", () => {
  it.each([
    ["yes", "yes"],
    ["inconclusive", "inconclusive"],
    ["unknown", "other"],
    ["unspecified", null],
  ] as const)("alert %s is %s", (alert, fraudsters) => {
    expect(fraudstersOf(alert)).toBe(fraudsters);
  });

  it("takes a disabled or impossible score for none", () => {
    expect(scoreOf({ score: 0, scoreEnabled: "no" })).toBeNull();
    expect(scoreOf({ score: 101, scoreEnabled: "yes" })).toBeNull();
    expect(scoreOf({ score: 0, scoreEnabled: "yes" })).toBe(0);
    expect(scoreOf({ score: -85.5, scoreEnabled: "yes" })).toBe(-85.5);
  });

  it("takes silence about liveness for a fault only where it was asked for and is over", () => {
    expect(isLivenessAsked("PROCESS_STATE_FINISHED", ["PROCESS_CAPACITY_IDLIVE"])).toBe(true);
    expect(isLivenessAsked("PROCESS_STATE_FINISHED", [])).toBe(true);
    expect(isLivenessAsked("PROCESS_STATE_FINISHED", ["PROCESS_CAPACITY_IDUNICO"])).toBe(false);
    expect(isLivenessAsked("PROCESS_STATE_CREATED", ["PROCESS_CAPACITY_IDLIVE"])).toBe(false);
  });

  it("serves a finished process from its snapshot whatever its age, an open one never", () => {
    const years = [new Date("2024-11-21T12:00:00Z")];
    const seen = (state: string, takenAt: Date[]) => isServedFromSnapshot({ state, takenAt });
    for (const state of ["FINISHED", "FAILED", "CANCELED"])
      expect(seen(`PROCESS_STATE_${state}`, years)).toBe(true);
    expect(seen("PROCESS_STATE_CREATED", [new Date()])).toBe(false);
    expect(seen("SOMETHING_NEW", [new Date()])).toBe(false);
    // Its answers are past the days that they are kept.
    expect(seen("PROCESS_STATE_FINISHED", [])).toBe(false);
  });

  it("asks for a finished one anew twice a minute, for an open one always", () => {
    const now = new Date("2026-11-21T12:00:00Z");
    const left = (state: string, ...agoMs: number[]) =>
      coolDownLeftMs({ state, takenAt: agoMs.map((ms) => new Date(now.getTime() - ms)) }, now);
    expect(left("PROCESS_STATE_FINISHED", 1)).toBe(0);
    expect(left("PROCESS_STATE_FINISHED", 1, 20_000)).toBe(40_000);
    expect(left("PROCESS_STATE_FINISHED", 1, COOL_DOWN_MS)).toBe(0);
    expect(left("PROCESS_STATE_CREATED", 1, 2)).toBe(0);
    expect(left("SOMETHING_NEW", 1, 2)).toBe(0);
  });

  it.each([
    [{ kind: "not_found" }, "not_found"],
    [{ kind: "gone" }, "gone"],
    [{ kind: "refused", unicoCode: null, httpStatus: 403 }, "credentials"],
    [{ kind: "refused", unicoCode: null, httpStatus: 400 }, "refused"],
    [{ kind: "not_sent", why: "credentials" }, "credentials"],
    [{ kind: "not_sent", why: "busy" }, "busy"],
    [{ kind: "not_sent", why: "unreachable" }, "unreachable"],
    [{ kind: "unknown", why: "reset" }, "unreachable"],
    [{ kind: "unknown", why: "timeout" }, "timeout"],
    [{ kind: "unknown", why: "server_error" }, "server_error"],
    [{ kind: "unknown", why: "unreadable" }, "unreadable"],
  ] as const)("failure %o is %s", (failure, trouble) => {
    expect(troubleOf(failure)).toBe(trouble);
  });
});

describe("fields and changes", () => {
  it("names every member with its raw value, and says which were not sent", () => {
    const fields = fieldsOf(wireLike("liveness_missing"));
    const raw = Object.fromEntries(fields.map(({ key, raw: value }) => [key, value]));
    expect(raw).toMatchObject({
      state: "PROCESS_STATE_FINISHED",
      liveness: "LIVENESS_RESULT_UNSPECIFIED",
      score: "50",
      identityFraudsters: null,
      authenticationId: null,
    });
    expect(raw).not.toHaveProperty("trust");
  });

  it("shows times and scores as they were sent, with every digit, and what is none of them all the same", () => {
    const raws = (more: object) =>
      Object.fromEntries(fieldsOf(wireLike("score_high", more)).map(({ key, raw }) => [key, raw]));
    expect(raws({ finishedAt: "soon" })).toMatchObject({
      createdAt: "2026-10-14T12:00:00.537985Z",
      finishedAt: "soon",
      score: "62.5",
    });
    expect(raws({ authenticationInfo: { scoreEngineResult: { score: "50" } } })).toMatchObject({
      score: "50",
      authentication: null,
      scoreEnabled: null,
    });
    expect(raws({ authenticationInfo: "none", capacities: null, company: [] })).toMatchObject({
      authentication: null,
      capacities: null,
    });
  });

  it("names what it does not know and shows nothing of it; of documents it says how many there are", () => {
    const wire = wireLike("holder", {
      services: [{ documents: [{ doc: { data: { nome: "Canária" } } }] }],
      motherName: "Canária",
      companyData: { branchId: "9a7d2f7e-1b7e-4f0e-8a51-3f3d2c6b0002", cnpj: "Canária" },
      person: { friendlyName: "Canária", motherName: "Canária" },
      token: "Canária",
      "70101010192": 1,
    });
    expect(unknownMembersOf(wire).toSorted()).toEqual(["***.010.101-**", "companyData.cnpj", "motherName"]);
    expect(unknownMembersOf(wireLike("holder"))).toEqual([]);
    const fields = fieldsOf(wire);
    expect(fields).toContainEqual({ key: "services", path: "services", raw: "[1]" });
    expect(JSON.stringify([fields, unknownMembersOf(wire)])).not.toContain("Canária");
  });

  it("shows of a member that is no simple value only how it is made", () => {
    const odd = { name: "Canária", phone: 11_988_887_777, "Canária X": [true, "Canária", 2, null] };
    const wire = wireLike("holder", {
      flow: odd,
      useCase: ["Canária"],
      services: odd,
      capacities: ["a", odd],
    });
    const raw = Object.fromEntries(fieldsOf(wire).map(({ key, raw: value }) => [key, value]));
    const shown = '{"name":"…","phone":"…","…":[true,"…",2,null]}';
    expect([raw.flow, raw.useCase, raw.services, raw.capacities]).toEqual([
      shown,
      '["…"]',
      shown,
      `a, ${shown}`,
    ]);
  });

  it("masks a CPF wherever a customer of Unico's put one", () => {
    expect(withoutCpfs("https://example.com/r?cpf=701.010.101-92")).toBe(
      "https://example.com/r?cpf=***.010.101-**",
    );
    expect(withoutCpfs("70101010192")).toBe("***.010.101-**");
    expect(withoutCpfs("pedido 12345678901")).toBe("pedido 12345678901");
    expect(withoutCpfs(ID)).toBe(ID);
  });

  it("tells what changed, and of a person only that they did", () => {
    const before = wireLike("holder", { state: "PROCESS_STATE_CREATED", finishedAt: "" });
    const after = wireLike("holder", { person: { friendlyName: "Outro Nome" } });
    const changes = changesBetween(before, after);
    expect(changes.map(({ key }) => key)).toEqual(["state", "finishedAt", "person"]);
    expect(changes[0]).toEqual({
      key: "state",
      from: "PROCESS_STATE_CREATED",
      to: "PROCESS_STATE_FINISHED",
    });
    expect(JSON.stringify(changes)).not.toContain("Outro");
    expect(changesBetween(after, after)).toEqual([]);
  });
});

describe("the table's address", () => {
  it("drops a CPF that was written into it by hand, and keeps ids and names", () => {
    const read = (q: string) => readAddress(processFilter, { q });
    expect(read("701.010.101-92")).toMatchObject({ dropped: ["q"], filter: { q: undefined } });
    expect(read("701010101")).toMatchObject({ dropped: ["q"] });
    expect(read(ID)).toMatchObject({ dropped: [], filter: { q: ID } });
    expect(read("João da Silva")).toMatchObject({ dropped: [], filter: { q: "João da Silva" } });
    expect(isAddressable("Ana 701.010.101-92")).toBe(false);
  });

  it("drops nonsense and names it", () => {
    const { filter, dropped } = readAddress(processFilter, {
      outcome: ["approve", "nonsense"],
      scoreMin: "high",
      sort: "name",
      seenFrom: "2026-13-01",
    });
    expect(dropped).toEqual(["outcome", "scoreMin", "seenFrom", "sort"]);
    expect(filter).toMatchObject({ outcome: ["approve"], sort: "-lastSeenAt" });
  });
});
