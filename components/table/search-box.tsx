import { Icon } from "#components/ui/icon.tsx";
import { Kbd } from "#components/ui/kbd.tsx";

type Props = { name: string; value?: string; label: string; placeholder: string; kbd?: string };

/** One search field with its glass; the form around it decides where the words go. */
export function SearchBox({ name, value = "", label, placeholder, kbd }: Props) {
  return (
    <label className="search-box">
      <Icon name="search" size={14} />
      <input
        // A new address shows its own words, not those typed for the last one.
        key={value}
        type="search"
        name={name}
        defaultValue={value}
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        aria-keyshortcuts={kbd}
      />
      {kbd ? <Kbd>{kbd}</Kbd> : null}
    </label>
  );
}
