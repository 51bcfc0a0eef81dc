import { SubmitButton } from "#components/ui/submit-button.tsx";

export type SaveWords = Record<"save" | "saving" | "saved", string>;

/** `about`: the id of the group's heading, which tells one "Save" from another. */
type Props = { about: string; isSaved: boolean; words: SaveWords };

/** The foot of a group that is saved alone. */
export const SaveRow = ({ about, isSaved, words }: Props) => (
  <div className="flex items-center gap-3">
    <SubmitButton busyLabel={words.saving} aria-describedby={about}>
      {words.save}
    </SubmitButton>
    <span role="status" className="text-ink-2">
      {isSaved ? words.saved : ""}
    </span>
  </div>
);
