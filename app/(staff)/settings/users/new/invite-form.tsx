"use client";

import { inviteAction } from "#app/(staff)/settings/users/actions.ts";
import { type LinkWords, OneTimeLinkNote } from "#app/(staff)/settings/users/one-time-link.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { ChipChoices } from "#components/ui/choice.tsx";
import { type Option, Select, TextInput } from "#components/ui/field.tsx";
import { Note } from "#components/ui/note.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";

type Words = Record<
  "name" | "email" | "role" | "branches" | "branchesHint" | "submit" | "submitting" | "another" | "open",
  string
>;
type Props = { roles: readonly Option[]; branches: readonly Option[]; words: Words & { link: LinkWords } };

/** Who comes in, as what, and where; then the link, once. */
export function InviteForm({ roles, branches, words }: Props) {
  const { state, errorOf, form } = useActionForm(inviteAction);
  if (state.status === "done") {
    return (
      <>
        <OneTimeLinkNote link={state.value} words={words.link} />
        <div className="flex flex-wrap gap-2">
          <ButtonLink href={`/settings/users/${state.value.id}`}>{words.open}</ButtonLink>
          {/* A whole load: the form begins empty. */}
          <a href="/settings/users/new" className="link inline-flex min-h-9 items-center px-1">
            {words.another}
          </a>
        </div>
      </>
    );
  }
  const about = state.status === "refused" ? state.about : undefined;
  return (
    <form {...form} className="flex flex-col gap-4">
      {state.status === "refused" ? (
        <Note
          tone="refute"
          role="alert"
          actions={about ? <ButtonLink href={about.href}>{about.label}</ButtonLink> : undefined}
        >
          {state.message}
        </Note>
      ) : null}
      <TextInput
        id="name"
        name="name"
        label={words.name}
        error={errorOf("name")}
        autoComplete="off"
        required
        maxLength={100}
      />
      <TextInput
        id="email"
        name="email"
        type="email"
        label={words.email}
        error={errorOf("email")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <Select id="role" name="role" label={words.role} options={roles} error={errorOf("role")} required />
      {branches.length > 0 ? (
        <ChipChoices
          legend={words.branches}
          hint={words.branchesHint}
          name="branches"
          options={branches}
          error={errorOf("branches")}
        />
      ) : null}
      <StepUpField state={state} />
      <div>
        <SubmitButton variant="primary" busyLabel={words.submitting}>
          {words.submit}
        </SubmitButton>
      </div>
    </form>
  );
}
