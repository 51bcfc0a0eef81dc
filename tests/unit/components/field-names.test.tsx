import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { ChipChoices, RadioList } from "#components/ui/choice.tsx";
import { FieldError, Select, TextArea, TextInput } from "#components/ui/field.tsx";
import { RevealForm } from "#components/ui/reveal-form.tsx";

const named = { id: "f", name: "f", label: "Field", error: "Say it." };
const group = { legend: "Field", name: "f", error: "Say it." };
const chips = { ...group, options: [{ value: "a", label: "A" }], hint: "at least one" };

describe("what is wrong at a field", () => {
  it.each([
    ["a line of text", <TextInput key="t" {...named} />],
    ["several lines", <TextArea key="a" {...named} />],
    ["a list", <Select key="s" {...named} options={[]} />],
    ["radios", <RadioList key="r" {...group} options={[]} />],
    ["chips", <ChipChoices key="c" {...chips} />],
  ] as [string, ReactElement][])("is one alert that the field is described by: %s", (_, field) => {
    const markup = renderToStaticMarkup(field);
    expect(markup).toMatch(/<p id="f-error" role="alert"[^>]*>.*Say it\..*<\/p>/);
    expect(markup.match(/role="alert"/g)).toHaveLength(1);
    expect(markup).toMatch(/aria-describedby="f-error[ "]/);
  });
  it("is nothing while nothing is wrong", () => {
    const markup = renderToStaticMarkup(<TextInput {...named} error={undefined} />);
    expect(markup).not.toContain("alert");
    expect(renderToStaticMarkup(<FieldError id="x-error">No.</FieldError>)).toContain('role="alert"');
  });
});

it("chips are a group by the name of their legend alone; the hint describes them", () => {
  const markup = renderToStaticMarkup(<ChipChoices {...chips} error={undefined} />);
  const [, label, hint] =
    /<fieldset[^>]* aria-labelledby="([^"]+)" aria-describedby="([^"]+)"/.exec(markup) ?? [];
  expect(markup).toContain(`<span id="${label}">Field</span>`);
  expect(markup).toMatch(new RegExp(`<span id="${hint}"[^>]*>at least one</span>`));
});

it("a reveal asks for a Reason, with the question as its hint, and is confirmed by its whole name", () => {
  const words = {
    ...{ reason: "Reason", why: "Why do you need the CPF?", audited: "This is recorded." },
    ...{ reveal: "Reveal CPF", show: "Reveal", showing: "Revealing…", cancel: "Cancel" },
  };
  const markup = renderToStaticMarkup(
    <RevealForm
      action={async (before) => before}
      what={{ field: "cpf", place: "case", record: "10482" }}
      reasons={[]}
      words={words}
      formId="why"
      onValue={() => undefined}
      onCancel={() => undefined}
    />,
  );
  expect(markup).toMatch(/<label for="why"[^>]*>Reason<\/label>/);
  expect(markup).toContain(
    '<p id="why-hint" class="text-xs text-ink-2">Why do you need the CPF? This is recorded.</p>',
  );
  expect(markup).toMatch(
    /<button(?=[^>]* type="submit")(?=[^>]* aria-label="Reveal CPF")[^>]*>.*?Reveal<\/span>/,
  );
});
