import Form from "next/form";
import type { ReactNode } from "react";

/** Splits an address into what a GET form needs: its path, and its parameters as hidden fields. */
export function formParts(href: string) {
  const [action = "", query = ""] = href.split("?");
  return { action, fields: [...new URLSearchParams(query)].map(([name, value]) => ({ name, value })) };
}

type Props = { href: string; children: ReactNode; className?: string };

/** A button that goes to an address: a GET form, so that it is a button by role and needs no script. */
export function GetForm({ href, children, className }: Props) {
  const { action, fields } = formParts(href);
  return (
    <Form action={action} prefetch={false} className={className}>
      <HiddenFields fields={fields} />
      {children}
    </Form>
  );
}

export function HiddenFields({ fields }: { fields: readonly { name: string; value: string }[] }) {
  return fields.map(({ name, value }) => (
    <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
  ));
}
