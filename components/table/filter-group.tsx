import { Checkbox } from "#components/ui/checkbox.tsx";
import { TextInput } from "#components/ui/field.tsx";

type Bound = { name: string; label: string; value: string };
export type FilterGroup =
  | {
      kind: "choice";
      name: string;
      label: string;
      options: readonly { value: string; label: string; checked: boolean }[];
    }
  | { kind: "dateRange"; label?: string; from: Bound; to: Bound }
  | { kind: "range"; label?: string; min: Bound; max: Bound; bounds?: { min: number; max: number } };

type Props = {
  group: FilterGroup;
  /** What a value would find, in words, by its name and itself. */
  counts: Readonly<Record<string, string>>;
};

/** One group of the filter editor: any of several values, or a span. */
export function FilterFields({ group, counts }: Props) {
  if (group.kind === "choice") {
    return (
      <fieldset className="min-w-0">
        <legend className="pb-1 font-medium">{group.label}</legend>
        <div className="flex max-h-56 flex-col overflow-y-auto phone:max-h-none">
          {group.options.map((option) => (
            <div key={option.value} className="flex items-center gap-2">
              <Checkbox
                name={group.name}
                value={option.value}
                defaultChecked={option.checked}
                label={option.label}
              />
              {/* In a fixed seat, so that nothing moves when it comes. */}
              <span className="ms-auto min-w-[4ch] shrink-0 pe-2 text-end text-ink-3">
                {counts[`${group.name}=${option.value}`] ?? ""}
              </span>
            </div>
          ))}
        </div>
      </fieldset>
    );
  }
  const [first, second] = group.kind === "range" ? [group.min, group.max] : [group.from, group.to];
  const limits = group.kind === "range" ? { type: "number", step: "any", ...group.bounds } : { type: "date" };
  const fields = [first, second].map((bound) => (
    <TextInput
      key={bound.name}
      id={`filter-${bound.name}`}
      name={bound.name}
      label={bound.label}
      defaultValue={bound.value}
      {...limits}
    />
  ));
  if (!group.label) return <div className="grid grid-cols-2 gap-2">{fields}</div>;
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1 font-medium">{group.label}</legend>
      <div className="grid grid-cols-2 gap-2">{fields}</div>
    </fieldset>
  );
}
