import type { Given } from "#app/(staff)/cases/given.ts";
import { Tag } from "#components/ui/tag.tsx";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { TagForm } from "./tag-form.tsx";

type Props = { found: CaseWhole; given: Pick<Given, "t"> };

/** By what the case is found again. */
export function Tags({ found: { number, tags, tagNames, may }, given: { t } }: Props) {
  const sorted = tags.toSorted((a, b) => a.localeCompare(b));
  if (!may.note) {
    if (sorted.length === 0) return <p className="text-ink-2">{t("tags.none")}</p>;
    return (
      <ul className="flex flex-wrap gap-1.5">
        {sorted.map((tag) => (
          <li key={tag}>
            <Tag>{tag}</Tag>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <TagForm
      number={number}
      tags={sorted.map((tag) => ({ name: tag, removeLabel: t("tags.remove", { tag }) }))}
      known={tagNames.filter((name) => !tags.includes(name))}
      words={{
        add: t("tags.add"),
        adding: t("tags.adding"),
        field: t("tags.field"),
        hint: t("tags.hint"),
        added: t("tags.added"),
        removed: t("tags.removed"),
      }}
    />
  );
}
