"use client";

import { Checkbox } from "#components/ui/checkbox.tsx";
import { ChipChoices } from "#components/ui/choice.tsx";
import { Select, TextInput } from "#components/ui/field.tsx";
import { Note } from "#components/ui/note.tsx";
import { fieldOf } from "#lib/features/triage/fields.ts";
import type { Options, Slot } from "./slots.ts";

export type FieldWords = Record<
  | "name"
  | "place"
  | "placeHint"
  | "on"
  | "remove"
  | "conditions"
  | "fraudsters"
  | "outcomes"
  | "biometry"
  | "liveness"
  | "any"
  | "scoreMin"
  | "scoreMax"
  | "scoreHint"
  | "subsidiaries"
  | "branch"
  | "repeatsLeast"
  | "repeatsLeastHint"
  | "repeatsDays"
  | "opens"
  | "dueHours"
  | "dueHint",
  string
>;
type Props = {
  slot: number;
  content: Slot;
  words: FieldWords;
  options: Options;
  errorOf: (name: string) => string | undefined;
};

const CHOICES = ["fraudsters", "outcomes", "biometry", "liveness"] as const;

/** Everything of one rule: what it is called, its place, what must hold, and what follows. */
export function RuleFields({ slot, content, words, options, errorOf }: Props) {
  const { draft, title, nameHint, floorHint } = content;
  const named = (name: string) => fieldOf(slot, name);
  const field = (name: keyof FieldWords & keyof typeof draft, hint?: string) => ({
    id: named(name),
    name: named(name),
    label: words[name],
    defaultValue: draft[name] as string,
    error: errorOf(named(name)),
    autoComplete: "off",
    ...(hint ? { hint } : {}),
  });
  // One that is not offered stays with the rule until somebody takes it out.
  const unlisted = draft.subsidiaries.filter((id) => !options.subsidiaries.some(({ value }) => value === id));
  const branches = [...options.subsidiaries, ...unlisted.map((value) => ({ value, label: words.branch }))];
  const digits = { inputMode: "numeric" } as const;
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 pt-2 pb-4">
      <legend className="sr-only">{title}</legend>
      <input type="hidden" name={named("key")} value={draft.key} />
      {floorHint ? <Note tone="doubt">{floorHint}</Note> : null}
      <div className="grid grid-cols-[minmax(0,1fr)_8rem] gap-4 phone:grid-cols-1">
        <TextInput {...field("name", nameHint)} maxLength={80} />
        <TextInput
          id={named("place")}
          name={named("place")}
          label={words.place}
          hint={words.placeHint}
          defaultValue={slot + 1}
          error={errorOf(named("place"))}
          autoComplete="off"
          {...digits}
        />
      </div>
      <p className="text-ink-2">{words.conditions}</p>
      {CHOICES.map((name) => (
        <ChipChoices
          key={name}
          legend={words[name]}
          hint={words.any}
          name={named(name)}
          options={options[name]}
          defaultValues={draft[name]}
          error={errorOf(named(name))}
        />
      ))}
      {branches.length > 0 ? (
        <ChipChoices
          legend={words.subsidiaries}
          hint={words.any}
          name={named("subsidiaries")}
          options={branches}
          defaultValues={draft.subsidiaries}
          error={errorOf(named("subsidiaries"))}
        />
      ) : null}
      <div className="grid grid-cols-2 gap-4">
        <TextInput {...field("scoreMin", words.scoreHint)} />
        <TextInput {...field("scoreMax")} />
        <TextInput {...field("repeatsLeast", words.repeatsLeastHint)} {...digits} />
        <TextInput {...field("repeatsDays")} {...digits} />
      </div>
      <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
        <Select {...field("opens")} options={options.opens} />
        <TextInput {...field("dueHours", words.dueHint)} {...digits} />
      </div>
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        <Checkbox name={named("isOn")} value="on" defaultChecked={draft.isOn} label={words.on} />
        {draft.key === "" ? null : <Checkbox name={named("remove")} value="yes" label={words.remove} />}
      </div>
    </fieldset>
  );
}
