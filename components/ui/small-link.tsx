import Link from "next/link";

type Props = { href: string; children: string };

/** A way on beside a fact or a heading, less loud than either. */
export const SmallLink = ({ href, children }: Props) => (
  <Link href={href} prefetch={false} className="link text-xs">
    {children}
  </Link>
);
