"use client";

import { type ReactNode, useEffect, useState } from "react";
import { FacePicture } from "#components/ui/face-pair.tsx";
import { usePicture } from "./chosen-picture.ts";

/** The picture that is about to be sent, or `children` while there is none. It does not leave the browser for this. */
export function ChosenFace({ label, children }: { label: string; children: ReactNode }) {
  const picture = usePicture();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!picture) return;
    const made = URL.createObjectURL(picture);
    setUrl(made);
    return () => {
      setUrl(null);
      URL.revokeObjectURL(made);
    };
  }, [picture]);
  return url ? <FacePicture href={url} text={label} /> : children;
}
