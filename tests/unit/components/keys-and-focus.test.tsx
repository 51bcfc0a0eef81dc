import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { DecidedMessage } from "#components/case/decided-message.tsx";
import { ColumnForm } from "#components/table/column-form.tsx";

const idle = async () => ({ status: "idle" }) as const;

it("a decision is taken back by a key, too", () => {
  const markup = renderToStaticMarkup(
    <DecidedMessage
      action={idle}
      decided={{ number: 10_482, version: 3, undoLeftMs: 9_000 }}
      words={{ said: "Case 10482 is closed.", undo: "Undo", undoing: "Undoing" }}
    />,
  );
  expect(markup).toMatch(/<button[^>]*aria-keyshortcuts="U"[^>]*>.*Undo.*<kbd/s);
});

it("no button of the columns' order takes itself out of the focus, and a move has a place to be told", () => {
  const choices = ["Score", "CPF"].map((label) => ({
    id: label.toLowerCase(),
    label,
    isShown: true,
    up: `Move ${label} up`,
    down: `Move ${label} down`,
  }));
  const words = {
    title: "Columns and rows",
    columns: "Columns",
    moved: "{name}: place {place} of {total}",
    density: "Rows",
    compact: "Compact",
    comfortable: "Comfortable",
    save: "Save",
    saving: "Saving",
    reset: "As it was",
  };
  const markup = renderToStaticMarkup(
    <ColumnForm
      action={idle}
      list="cases"
      choices={choices}
      density="compact"
      onDone={() => undefined}
      words={words}
    />,
  );
  expect(markup).not.toMatch(/<button[^>]* disabled/);
  expect(markup).toMatch(/<button[^>]*aria-label="Move Score up"[^>]*aria-disabled="true"/);
  expect(markup).toMatch(/<button[^>]*aria-label="Move CPF down"[^>]*aria-disabled="true"/);
  expect(markup).toContain('<p role="status"');
});
