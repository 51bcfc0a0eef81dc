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
    let made: string | null = null;
    let isLeft = false;
    const show = (bitmap: ImageBitmap) => {
      bitmap.close();
      if (isLeft) return;
      made = URL.createObjectURL(picture);
      setUrl(made);
    };
    // A file that is no picture stays beside the field, which says what is wrong with it.
    createImageBitmap(picture).then(show, () => undefined);
    return () => {
      isLeft = true;
      setUrl(null);
      if (made) URL.revokeObjectURL(made);
    };
  }, [picture]);
  return url ? <FacePicture href={url} text={label} /> : children;
}
