import { Select } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Act } from "./done.ts";

type Props = {
  may: { assign: boolean; prioritise: boolean };
  workers: readonly { id: string; name: string }[];
  priority: string | null;
  priorities: readonly { value: string; label: string }[];
  words: Record<"assignee" | "choosePerson" | "priority", string> &
    Record<"act" | "busy", Record<Act, string>>;
  errorOf: (name: string) => string | undefined;
};

/** What only those do who hand out the work: to whom a case goes, and how soon. Part of the case's one form. */
export function HandOut({ may, workers, priority, priorities, words, errorOf }: Props) {
  const act = (name: "assign" | "prioritise") => (
    <SubmitButton name="act" value={name} busyLabel={words.busy[name]}>
      {words.act[name]}
    </SubmitButton>
  );
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      {may.assign ? (
        <div className={ROW}>
          <Select
            id="assignee"
            name="assignee"
            label={words.assignee}
            error={errorOf("assignee")}
            aria-keyshortcuts="a"
            options={[
              { value: "", label: words.choosePerson },
              ...workers.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          {act("assign")}
        </div>
      ) : null}
      {may.prioritise && priority ? (
        <div className={ROW}>
          <Select
            id="priority"
            name="priority"
            label={words.priority}
            error={errorOf("priority")}
            aria-keyshortcuts="p"
            defaultValue={priority}
            options={priorities}
          />
          {act("prioritise")}
        </div>
      ) : null}
    </div>
  );
}

const ROW = "grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2";
