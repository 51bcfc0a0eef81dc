"use client";

import { type ReactNode, startTransition, useActionState, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import type { ActionState } from "#lib/entry/action.ts";
import { isUuid } from "#lib/uuid.ts";
import { findReferencesAction } from "./actions.ts";
import type { ReferenceCard } from "./card.ts";
import { SELFIE_ID } from "./picture-field.tsx";
import type { StartWords } from "./start-words.ts";

type Found = { said: string; cards: ReferenceCard[] };
type Props = {
  initialId: string;
  initialCard: ReferenceCard | null;
  error: string | undefined;
  words: StartWords["finder"];
  onChosen: (isChosen: boolean) => void;
};

/** One field: takes the id as it is, and finds it by CPF or name. What is typed is posted, never put in an address. */
export function ReferenceStep({ initialId, initialCard, error, words, onChosen }: Props) {
  const [typed, setTyped] = useState(initialId);
  const [card, setCard] = useState(initialCard);
  const [found, find, finding] = useActionState<ActionState<Found>, FormData>(findReferencesAction, {
    status: "idle",
  });
  const change = (value: string, chosen: ReferenceCard | null) => {
    setTyped(value);
    setCard(chosen);
    onChosen(chosen !== null || isUuid(value.trim()));
  };
  const use = (each: ReferenceCard) => {
    change(each.id, each);
    // Its button is gone with the list.
    (document.getElementById(SELFIE_ID) ?? document.getElementById("cpf"))?.focus();
  };
  const ask = () => {
    const data = new FormData();
    data.set("q", typed);
    startTransition(() => find(data));
  };
  const trouble = found.status === "invalid" ? found.fields.q : undefined;
  return (
    <>
      <div className="flex items-start gap-2">
        <div className="min-w-0 grow">
          <TextInput
            id="referenceId"
            name="referenceId"
            label={words.label}
            hint={words.hint}
            error={error ?? trouble}
            value={typed}
            onChange={(event) => change(event.target.value, null)}
            onKeyDown={(event) => {
              // Enter in a name must not start a paid call.
              if (event.key !== "Enter" || event.ctrlKey || event.metaKey || isUuid(typed.trim())) return;
              event.preventDefault();
              ask();
            }}
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            mono
          />
        </div>
        <Button
          className="mt-6"
          onClick={ask}
          aria-busy={finding || undefined}
          icon={<Icon name={finding ? "spinner" : "search"} className={finding ? "spin" : ""} />}
        >
          {finding ? words.finding : words.find}
        </Button>
      </div>
      {found.status === "refused" ? <p role="alert">{found.message}</p> : null}
      <div role="status" className="flex flex-col gap-2">
        {found.status === "done" && !card ? <p className="text-ink-2">{found.value.said}</p> : null}
      </div>
      {card ? (
        <CardBox card={card}>
          <span className="inline-flex items-center gap-1 text-xs text-accent-text">
            <Icon name="check" size={14} />
            {words.chosen}
          </span>
        </CardBox>
      ) : null}
      {found.status === "done" && !card ? (
        <ul className="flex flex-col gap-2">
          {found.value.cards.map((each) => (
            <li key={each.id}>
              <CardBox card={each}>
                <Button
                  size="s"
                  onClick={() => use(each)}
                  aria-label={`${words.use}: ${each.name}, ${each.place}`}
                >
                  {words.use}
                </Button>
              </CardBox>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function CardBox({ card, children }: { card: ReferenceCard; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-line px-4 py-2.5">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <b className="font-medium">{card.name}</b>
          <span className="font-mono text-ink-2">{card.cpf}</span>
        </p>
        <p className="font-mono text-xs break-all text-ink-2">{card.id}</p>
      </div>
      <div className="text-end text-xs text-ink-2 phone:text-start">
        <p>{card.place}</p>
        <p>{card.used}</p>
      </div>
      {children}
    </div>
  );
}
