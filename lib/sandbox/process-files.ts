import type { ProcessDocument } from "./process-documents.ts";

/** What can be downloaded of a finished process. */
export type ProcessFile = "selfie" | "evidenceset";

/** From its end on. Source: developer.unico.io, Get selfie; developers.unico.io, evidence set. */
const OFFERED_HOURS = { selfie: 8, evidenceset: 2 } as const satisfies Record<ProcessFile, number>;

export function isOffered(document: ProcessDocument, file: ProcessFile, nowMs: number): boolean {
  const finishedMs = typeof document.finishedAt === "string" ? Date.parse(document.finishedAt) : Number.NaN;
  const ageMs = nowMs - finishedMs;
  return document.state === "PROCESS_STATE_FINISHED" && ageMs >= 0 && ageMs < OFFERED_HOURS[file] * 3_600_000;
}

/** One white point: nothing biometric is kept here, so there is nobody's face to give back. */
const PICTURE =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==";
const EMPTY_PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** A file in the form of Unico's answers, of no person. */
export const fileOf = (file: ProcessFile) =>
  file === "selfie"
    ? { fileContents: PICTURE, contentType: "image/png" }
    : { fileContents: Buffer.from(EMPTY_PDF).toString("base64"), contentType: "application/pdf" };
