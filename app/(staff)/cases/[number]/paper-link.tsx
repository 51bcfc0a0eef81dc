import { buttonClass } from "#components/ui/button-look.ts";

type Props = { number: number; label: string };

/** The case on paper: a plain link, for what it leads to is no page. */
export function PaperLink({ number, label }: Props) {
  return (
    <a href={`/api/cases/${number}/pdf`} download className={buttonClass({ variant: "quiet" })}>
      {label}
    </a>
  );
}
