export const filesHref = (number: number): string => `/api/cases/${number}/files`;

type LinkProps = { number: number; id: string; name: string };

/** A plain link, for what it leads to is no page. */
export function FileLink({ number, id, name }: LinkProps) {
  return (
    <a
      href={`${filesHref(number)}/${id}`}
      download
      dir="auto"
      className="link inline-flex min-h-6 min-w-0 items-center break-all"
    >
      {name}
    </a>
  );
}
