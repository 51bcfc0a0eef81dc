"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type FormAction, useActionForm } from "#components/ui/use-action-form.ts";
import type { ColumnChoice } from "./arranged.ts";

export type WordedChoice = ColumnChoice & { up: string; down: string };
type Density = "compact" | "comfortable";
export type ColumnFormProps = {
  action: FormAction<null>;
  list: string;
  choices: readonly WordedChoice[];
  density: Density;
  onDone: () => void;
  words: Record<Density | "title" | "columns" | "moved" | "density" | "save" | "saving" | "reset", string>;
};

/** Which columns a list has, in which order, and how high its rows are. */
export function ColumnForm({ action, list, choices, density, onDone, words }: ColumnFormProps) {
  const { state, form } = useActionForm(action);
  const [order, setOrder] = useState(choices);
  const tellDone = useEffectEvent(onDone);
  useEffect(() => {
    if (state.status === "done") tellDone();
  }, [state]);
  const [moved, setMoved] = useState("");
  const move = (from: number, to: number) => {
    const [choice] = order.slice(from, from + 1);
    if (!choice || to < 0 || to >= order.length) return;
    setOrder(order.toSpliced(from, 1).toSpliced(to, 0, choice));
    const place = { name: choice.label, place: String(to + 1), total: String(order.length) };
    setMoved(words.moved.replace(/\{(name|place|total)\}/g, (_, of: keyof typeof place) => place[of]));
  };
  return (
    <form {...form} className="grid gap-4 p-4" aria-label={words.title}>
      <input type="hidden" name="list" value={list} />
      <fieldset className="min-w-0">
        <legend className="pb-1 font-medium">{words.columns}</legend>
        <ul>
          {order.map((choice, place) => (
            <li key={choice.id} className="flex items-center gap-1">
              <span className="grow">
                <Checkbox
                  name="columns"
                  value={choice.id}
                  defaultChecked={choice.isShown}
                  label={choice.label}
                />
              </span>
              <Button
                size="s"
                variant="quiet"
                aria-label={choice.up}
                // It may have the focus: what is disabled loses it.
                aria-disabled={place === 0 || undefined}
                onClick={() => move(place, place - 1)}
                icon={<Icon name="chevron-up" size={14} />}
              />
              <Button
                size="s"
                variant="quiet"
                aria-label={choice.down}
                aria-disabled={place === order.length - 1 || undefined}
                onClick={() => move(place, place + 1)}
                icon={<Icon name="chevron-down" size={14} />}
              />
            </li>
          ))}
        </ul>
        <p role="status" className="sr-only">
          {moved}
        </p>
      </fieldset>
      <fieldset>
        <legend className="pb-1 font-medium">{words.density}</legend>
        <div className="flex gap-4">
          {(["compact", "comfortable"] as const).map((each) => (
            <label key={each} className="inline-flex min-h-6 items-center gap-2 touch:min-h-10">
              <input
                type="radio"
                className="radio"
                name="density"
                value={each}
                defaultChecked={each === density}
              />
              {words[each]}
            </label>
          ))}
        </div>
      </fieldset>
      <p role="alert" className="text-refute empty:hidden">
        {state.status === "refused" ? state.message : ""}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button type="submit" variant="quiet" name="act" value="reset">
          {words.reset}
        </Button>
        <SubmitButton busyLabel={words.saving}>{words.save}</SubmitButton>
      </div>
    </form>
  );
}
