import type { StageWords } from "#components/ui/face-stage.tsx";
import type { Translator } from "#lib/i18n/translator.ts";

/** All that is said around two faces, on the page of a case and on that of a re-verification. */
export const stageWords = (t: Translator<"cases">): StageWords => ({
  tools: t("faces.tools"),
  hidden: t("faces.hidden"),
  view: t("faces.view"),
  zoom: t("faces.zoom"),
  mirror: t("faces.mirror"),
  rotate: t("faces.rotate"),
  straight: t("faces.straight"),
  audited: t("faces.audited"),
  compare: {
    label: t("faces.compare"),
    beside: t("faces.beside"),
    overlay: t("faces.overlay"),
    flicker: t("faces.flicker"),
    mix: t("faces.mix"),
  },
  move: {
    up: t("faces.moveUp"),
    down: t("faces.moveDown"),
    left: t("faces.moveLeft"),
    right: t("faces.moveRight"),
  },
});
