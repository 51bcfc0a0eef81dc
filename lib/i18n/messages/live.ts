import type { Shape } from "#lib/i18n/shape.ts";

export const en = {
  /** On a button: what it brings comes after the colon. */
  news: "{fresh, plural, =0 {} one {# new} other {# new}}{both, select, yes {, } other {}}{changed, plural, =0 {} one {# changed} other {# changed}}",
  much: "many changes",
  show: "{news}: show",
  caseChanged: "This case changed: show",
  alsoHere: "{count, plural, one {{names} has this case open too} other {{names} have this case open too}}",
  atCase: "{count, plural, one {{names} has this case open} other {{names} have this case open}}",
} as const;

export const ptBR: Shape<typeof en> = {
  news: "{fresh, plural, =0 {} one {# novo} other {# novos}}{both, select, yes {, } other {}}{changed, plural, =0 {} one {# alterado} other {# alterados}}",
  much: "muitas alterações",
  show: "{news}: mostrar",
  caseChanged: "Este caso mudou: mostrar",
  alsoHere:
    "{count, plural, one {{names} também está com este caso aberto} other {{names} também estão com este caso aberto}}",
  atCase:
    "{count, plural, one {{names} está com este caso aberto} other {{names} estão com este caso aberto}}",
};
