"use client";

import { lazy } from "react";
import { LatePopover } from "./late-popover.tsx";
import type { ViewProps } from "./view-forms.tsx";

const ViewForms = lazy(() => import("./view-forms.tsx").then((module) => ({ default: module.ViewForms })));

/** The button behind which a list's filters are kept under a name. */
export function ViewKeeper(props: ViewProps) {
  return <LatePopover label={props.words.open}>{() => <ViewForms {...props} />}</LatePopover>;
}
