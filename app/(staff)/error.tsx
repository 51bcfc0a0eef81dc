"use client";

import { type ErrorProps, ErrorView } from "#app/error-view.tsx";

/** Inside the shell, so that the other screens stay at hand. */
export default function StaffErrorPage(props: ErrorProps) {
  return <ErrorView {...props} />;
}
