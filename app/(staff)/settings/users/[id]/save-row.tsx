import { SubmitButton } from "#components/ui/submit-button.tsx";

export type SaveWords = Record<"save" | "saving" | "saved", string>;

/** The foot of a group that is saved alone. */
export const SaveRow = ({ isSaved, words }: { isSaved: boolean; words: SaveWords }) => (
  <div className="flex items-center gap-3">
    <SubmitButton busyLabel={words.saving}>{words.save}</SubmitButton>
    <span role="status" className="text-ink-2">
      {isSaved ? words.saved : ""}
    </span>
  </div>
);
