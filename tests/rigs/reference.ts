import { demoReferenceId } from "#lib/sandbox/scenarios.ts";

const PEOPLE = 800;
/** The demo's people in turn: eight in ten match, one is flagged, one does not match. */
export const referenceOf = (index: number): string => demoReferenceId(index % PEOPLE);
