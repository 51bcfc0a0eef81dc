import { Icon } from "#components/ui/icon.tsx";

/** Says who else has a case open: in words, or in a row as an eye that says them. */
export function AtMark({ words, inWords = false }: { words: string; inWords?: boolean }) {
  return (
    <span
      title={words}
      className="ms-1.5 inline-flex items-center gap-1.5 align-text-bottom text-accent-text"
    >
      <Icon name="eye" size={14} />
      <span className={inWords ? undefined : "sr-only"}>{words}</span>
    </span>
  );
}
