import type { ReactNode } from "react";

// Drawn here and not taken from lucide-react: its icons are client components, and these cost the browser no script.
/** Of line icons, 16 by 16: drawn once a page, by the sprite. */
export const ICON_SHAPES = {
  camera: (
    <>
      <path d="M2 5.5a1 1 0 0 1 1-1h2l1-1.5h4l1 1.5h2a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1Z" />
      <circle cx="8" cy="8.7" r="2.3" />
    </>
  ),
  check: <path d="m3 8.5 3.2 3.2L13 4.8" />,
  "chevron-down": <path d="m4 6 4 4 4-4" />,
  "chevron-left": <path d="M10 4 6 8l4 4" />,
  "chevron-right": <path d="m6 4 4 4-4 4" />,
  "chevron-up": <path d="m4 10 4-4 4 4" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 5v3.2l2 1.3" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.2" />
      <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
    </>
  ),
  download: <path d="M8 2.5v7.5m-3-3 3 3 3-3M3 13.5h10" />,
  eye: (
    <>
      <path d="M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8Z" />
      <circle cx="8" cy="8" r="1.8" />
    </>
  ),
  "eye-off": (
    <path d="M2.5 2.5l11 11M6.3 4.1A6 6 0 0 1 8 3.8C12 3.8 14.2 8 14.2 8a11 11 0 0 1-1.7 2.2M10 11.8a6 6 0 0 1-2 .4C4 12.2 1.8 8 1.8 8a11 11 0 0 1 2.3-2.8M6.8 6.8a1.8 1.8 0 0 0 2.4 2.4" />
  ),
  file: (
    <>
      <path d="M9 2.5H4.5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h7a1 1 0 0 0 1-1V6Z" />
      <path d="M9 2.5V6h3.5" />
    </>
  ),
  flag: <path d="M4 14V2.8c3-1.3 5 1.3 8.5 0v6.4C9 10.5 7 7.9 4 9.2" />,
  lock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1" />
      <path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
    </>
  ),
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  mirror: <path d="M8 2v12M5.5 5 2 11h3.5ZM10.5 5 14 11h-3.5Z" />,
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />,
  note: <path d="M3 3.5h10v7H7.5L4.5 13v-2.5H3Z" />,
  person: (
    <>
      <circle cx="8" cy="5.5" r="2.7" />
      <path d="M2.8 13.5c.6-2.8 2.6-4.2 5.2-4.2s4.6 1.4 5.2 4.2" />
    </>
  ),
  phone: (
    <path d="M5.5 2.5h-2a1 1 0 0 0-1 1c0 5.5 4.5 10 10 10a1 1 0 0 0 1-1v-2l-3-1.2-1.3 1.3C7.5 9.7 6.3 8.5 5.4 6.8l1.3-1.3Z" />
  ),
  plus: <path d="M8 3v10M3 8h10" />,
  refresh: (
    <path d="M13 5.5A5.5 5.5 0 0 0 3 5M2.8 2.5V5.3h2.8M3 10.5a5.5 5.5 0 0 0 10 .5M13.2 13.5v-2.8h-2.8" />
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3 3" />
    </>
  ),
  send: <path d="M13.5 2.5 7 9M13.5 2.5 9.5 13.5 7 9 2.5 6.5Z" />,
  spinner: <path d="M8 2.25a5.75 5.75 0 1 1-5.3 3.55" />,
  upload: <path d="M8 10V2.5m-3 3 3-3 3 3M3 13.5h10" />,
  warning: (
    <>
      <path d="M8 1.8 14.8 13.8H1.2Z" />
      <path d="M8 6.3v3.2M8 11.6v.01" />
    </>
  ),
  zoom: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3 3M7 5v4M5 7h4" />
    </>
  ),
} satisfies Record<string, ReactNode>;
