import { useEffect, useState } from "react";

/** Slow enough for eyes that must not see flashes (WCAG 2.3.1: three a second), quick enough to see what moves. */
const FLICKER_MS = 300;

/** Which of two is to be seen while `isOn`: the first, then the second, and so on. */
export function useFlicker(isOn: boolean): boolean {
  const [isSecond, setSecond] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => setSecond((before) => !before), FLICKER_MS);
    return () => {
      clearInterval(timer);
      setSecond(false);
    };
  }, [isOn]);
  return isSecond;
}
