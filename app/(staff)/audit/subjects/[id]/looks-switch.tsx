import Link from "next/link";
import { buttonClass } from "#components/ui/button-look.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";

type Props = {
  path: string;
  filter: Readonly<Record<string, unknown>> & { looks?: "yes" | undefined };
  t: Translator<"audit">;
};

/** Everything that happened, or only that somebody saw. */
export function LooksSwitch({ path, filter, t }: Props) {
  const ways = [
    { label: t("person.all"), looks: undefined },
    { label: t("person.looks"), looks: "yes" },
  ] as const;
  return (
    <nav aria-label={t("person.show")} className="flex gap-1.5 px-6 phone:px-4">
      {ways.map(({ label, looks }) => (
        <Link
          key={label}
          href={hrefOf(path, filter, { looks })}
          prefetch={false}
          aria-current={filter.looks === looks ? "page" : undefined}
          className={buttonClass({ size: "s", ...(filter.looks === looks ? {} : { variant: "quiet" }) })}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
