import { expect, it } from "vitest";
import { type Vector, vectors, wireBody } from "#tests/unit/unico/vectors.ts";

/** What the file holds besides test vectors. */
const DESCRIPTIONS = ["formatVersion", "about", "fixedClock", "placeholders", "outcomes"];

/** Which test meets which category: none may be left out. */
const MET_BY = {
  token: ["token", "tokenRequestEncoding"],
  create: ["createProcess", "errorBodyVariants", "images", "cpfs"],
  read: ["getProcessApiContract", "getProcess", "getSelfie", "getEvidenceSet"],
  webhook: ["webhook"],
} as const;

/** Notes every vector that was met; its last test holds their number against the file's, category by category. */
export function countVectors(part: keyof typeof MET_BY) {
  const met = new Map<string, Set<string>>(MET_BY[part].map((category) => [category, new Set()]));
  return {
    meet(category: string, id: string): void {
      met.get(category)?.add(id);
    },
    expectAllMet(): void {
      it("no vector and no category was left out", () => {
        const numbers = Object.fromEntries([...met].map(([category, ids]) => [category, ids.size]));
        expect(numbers).toEqual(Object.fromEntries(MET_BY[part].map((name) => [name, countOf(name)])));
        const categories = Object.keys(vectors).filter((name) => !DESCRIPTIONS.includes(name));
        expect(Object.values(MET_BY).flat().sort()).toEqual(categories.sort());
      });
    },
  };
}

type Category = (typeof MET_BY)[keyof typeof MET_BY][number];

function countOf(category: Category): number {
  if (category === "tokenRequestEncoding") return 1;
  if (category === "cpfs") return vectors.cpfs.valid.length + vectors.cpfs.invalid.length;
  return Object.keys(vectors[category]).length;
}

export const rows = (list: readonly Vector[]) =>
  list.map((vector) => ({ ...vector, name: `${vector.id}: ${vector.title}` }));
export const pathOf = ({ request }: Pick<Vector, "request">): string => new URL(request.url).pathname;
export const idOf = (vector: Pick<Vector, "request">): string => pathOf(vector).split("/").at(-1) ?? "";

/** The sandbox's answer is the vector's, byte for byte where it is no JSON. */
export async function expectAnswerOf({ response }: Vector, got: Response): Promise<void> {
  expect(got.status).toBe(response.status);
  const text = await got.text();
  if (typeof response.body === "object" && response.body) expect(JSON.parse(text)).toEqual(response.body);
  else expect(text).toBe(wireBody(response));
}
