"use client";

import { type ErrorProps, ErrorView } from "./error-view.tsx";

export default function ErrorPage(props: ErrorProps) {
  return <ErrorView {...props} />;
}
