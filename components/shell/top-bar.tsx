import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar, initialsOf } from "#components/ui/avatar.tsx";
import { Logo } from "#components/ui/glyph.tsx";
import { Icon } from "#components/ui/icon.tsx";

export type NavItem = { href: string; label: string; current: boolean };
type Props = {
  nav: readonly NavItem[];
  environmentTag?: string | undefined;
  /** Where the tag leads, if anywhere. */
  environmentHref?: string | undefined;
  user: { name: string; email: string };
  words: {
    product: string;
    skip: string;
    home: string;
    nav: string;
    menu: string;
    /** Name of the button that opens the account menu; it follows the person's name. */
    account: string;
  };
  /** Links of the account menu. */
  links?: readonly { href: string; label: string }[];
  /** The form whose button ends the session: in the bar where it is wide enough, else in the account menu. */
  signOut: ReactNode;
  /** The one search for everything. */
  find: ReactNode;
  /** The list of all keys. */
  keys: ReactNode;
};

/** Brand, the screens that a role has, search, environment and account. */
export function TopBar({
  nav,
  environmentTag,
  environmentHref,
  user,
  words,
  links = [],
  signOut,
  find,
  keys,
}: Props) {
  return (
    <>
      <a href="#main" className="skip-link">
        {words.skip}
      </a>
      <header className="top-bar">
        <button
          type="button"
          popoverTarget="nav-menu"
          aria-label={words.menu}
          className="btn-icon nav-toggle"
        >
          <Icon name="menu" size={20} />
        </button>
        <Link href="/" className="brand" aria-label={`${words.product}, ${words.home}`}>
          <Logo />
          <span className="phone:sr-only">{words.product}</span>
        </Link>
        <nav className="top-nav" aria-label={words.nav}>
          <NavLinks items={nav} />
        </nav>
        <div id="nav-menu" popover="auto" className="popover nav-menu">
          <nav aria-label={words.nav} className="menu">
            <NavLinks items={nav} />
          </nav>
        </div>
        <div className="ms-auto flex min-w-0 grow items-center justify-end gap-2">
          {find}
          {environmentTag && environmentHref ? (
            <Link href={environmentHref} prefetch={false} className="environment">
              {environmentTag}
            </Link>
          ) : environmentTag ? (
            <span className="environment">{environmentTag}</span>
          ) : null}
          {keys}
          <button
            type="button"
            popoverTarget="account-menu"
            aria-label={`${initialsOf(user.name)}, ${user.name}, ${words.account}`}
            className="btn-icon"
          >
            <Avatar name={user.name} size="l" />
          </button>
          <div className="in-wide-bar">{signOut}</div>
          <div id="account-menu" popover="auto" className="popover account-menu">
            <div className="border-b border-line px-3 py-2">
              <p className="truncate font-medium">{user.name}</p>
              <p className="truncate text-xs text-ink-2">{user.email}</p>
            </div>
            <div className="menu">
              {links.map((link) => (
                <Link key={link.href} href={link.href} prefetch={false}>
                  {link.label}
                </Link>
              ))}
              <div className="off-wide-bar">{signOut}</div>
            </div>
          </div>
        </div>
      </header>
    </>
  );
}

function NavLinks({ items }: { items: readonly NavItem[] }) {
  return items.map((item) => (
    <Link key={item.href} href={item.href} aria-current={item.current ? "page" : undefined}>
      {item.label}
    </Link>
  ));
}
