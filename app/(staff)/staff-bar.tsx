"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { type ComponentProps, useEffect } from "react";
import { TopBar } from "#components/shell/top-bar.tsx";

type Props = Omit<ComponentProps<typeof TopBar>, "nav"> & { nav: readonly { href: string; label: string }[] };

/** The bar over every page; only the browser knows which page a layout that stays is over. */
export function StaffBar({ nav, ...bar }: Props) {
  const path = usePathname();
  const place = `${path}?${useSearchParams()}`;
  useEffect(() => {
    // The browser closes a popover at a press outside of it, but a link inside of one leads on without that.
    if (place) for (const open of document.querySelectorAll<HTMLElement>(":popover-open")) open.hidePopover();
  }, [place]);
  return <TopBar {...bar} nav={nav.map((item) => ({ ...item, current: isOnScreen(path, item.href) }))} />;
}

const isOnScreen = (path: string, href: string) =>
  path === href || (href !== "/" && path.startsWith(`${href}/`));
