"use client";

import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type FormAction, useActionForm } from "#components/ui/use-action-form.ts";

export type CurrentView = {
  id: string;
  name: string;
  title: string;
  mayChange: boolean;
  opensFirst: boolean;
  isChanged: boolean;
};
type Word =
  | "open"
  | "newTitle"
  | "name"
  | "shared"
  | "opens"
  | "noSearch"
  | "save"
  | "saving"
  | "keep"
  | "rename"
  | "openFirst"
  | "openFirstNoMore"
  | "remove";
export type ViewProps = {
  action: FormAction<null>;
  list: string;
  /** What the list is narrowed by, as its address writes it. */
  state: string;
  current: CurrentView | null;
  mayShare: boolean;
  isSearched: boolean;
  words: Record<Word, string>;
};

/** Keeps what a list is narrowed by under a name, and changes what was kept. */
export function ViewForms(props: ViewProps) {
  const { current } = props;
  return (
    <>
      {current ? <ThisView {...props} current={current} /> : null}
      <NewView {...props} />
    </>
  );
}

function NewView({ action, list, state: address, mayShare, isSearched, words }: ViewProps) {
  const { state, errorOf, form } = useActionForm(action);
  return (
    <form {...form} className="grid gap-3 p-4" aria-label={words.newTitle}>
      <p className="font-medium">{words.newTitle}</p>
      <Hidden list={list} state={address} />
      <Refused state={state} />
      <TextInput
        id="view-name"
        name="name"
        label={words.name}
        maxLength={60}
        autoComplete="off"
        error={errorOf("name")}
      />
      {isSearched ? <p className="text-ink-2">{words.noSearch}</p> : null}
      {mayShare ? <Checkbox name="shared" value="on" label={words.shared} /> : null}
      <Checkbox name="opens" value="on" label={words.opens} />
      <div className="flex justify-end">
        <SubmitButton name="act" value="create" busyLabel={words.saving}>
          {words.save}
        </SubmitButton>
      </div>
    </form>
  );
}

function ThisView({ action, list, state: address, current, words }: ViewProps & { current: CurrentView }) {
  const { state, errorOf, form } = useActionForm(action);
  return (
    <form {...form} className="grid gap-3 border-b border-line p-4" aria-label={current.title}>
      <p className="font-medium">{current.title}</p>
      <Hidden list={list} state={address} />
      <input type="hidden" name="id" value={current.id} />
      <Refused state={state} />
      {current.mayChange ? (
        <TextInput
          id="this-view-name"
          name="name"
          label={words.name}
          defaultValue={current.name}
          maxLength={60}
          autoComplete="off"
          error={errorOf("name")}
        />
      ) : null}
      <div className="flex flex-wrap gap-2">
        {current.mayChange && current.isChanged ? (
          <Button type="submit" size="s" name="act" value="keep">
            {words.keep}
          </Button>
        ) : null}
        {current.mayChange ? (
          <Button type="submit" size="s" name="act" value="rename">
            {words.rename}
          </Button>
        ) : null}
        <Button
          type="submit"
          size="s"
          name="act"
          value={current.opensFirst ? "open_first_no_more" : "open_first"}
        >
          {current.opensFirst ? words.openFirstNoMore : words.openFirst}
        </Button>
        {current.mayChange ? (
          <Button type="submit" size="s" name="act" value="remove">
            {words.remove}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

const Hidden = ({ list, state }: { list: string; state: string }) => (
  <>
    <input type="hidden" name="list" value={list} />
    <input type="hidden" name="state" value={state} />
  </>
);
