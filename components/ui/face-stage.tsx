"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { type CompareWords, FaceCompare, type Way } from "./face-compare.tsx";
import { FaceDrag } from "./face-drag.tsx";
import { type FaceFrame, FacePair } from "./face-pair.tsx";
import { FaceTools, type ToolWords } from "./face-tools.tsx";
import { dragged, STRAIGHT, transformOf } from "./face-turn.ts";
import { Icon } from "./icon.tsx";
import { useFlicker } from "./use-flicker.ts";

/** A frame whose picture, where one is held, is not asked for before somebody opens it. */
export type StageFrame = Omit<FaceFrame, "state" | "around" | "action" | "transform" | "opacity"> & {
  state: "not_kept" | "held";
};
export type StageWords = ToolWords & Record<"tools" | "hidden" | "view", string> & { compare: CompareWords };
type Side = "left" | "right";
type Props = {
  left: StageFrame;
  right: StageFrame;
  relation: "same" | "different" | "unknown";
  relationLabel: string;
  words: StageWords;
};

const HALF = 50;

/**
 * Two faces that are looked at together: opened by a press, which is audited, then zoomed and turned as one, beside each
 * other, one over the other, or in turns.
 */
export function FaceStage({ left, right, relation, relationLabel, words }: Props) {
  const [opened, setOpened] = useState({ left: 0, right: 0 });
  const [turn, setTurn] = useState(STRAIGHT);
  const [isMirrored, setMirrored] = useState(false);
  const [way, setWay] = useState<Way>("beside");
  const [mix, setMix] = useState(HALF);
  const isSecond = useFlicker(way === "flicker");
  const tools = useRef<HTMLFieldSetElement>(null);
  const over = { beside: undefined, overlay: mix / 100, flicker: isSecond ? 1 : 0 }[way];

  const frameOf = (side: Side, { imageUrl, ...frame }: StageFrame): FaceFrame => {
    if (frame.state === "not_kept" || !imageUrl) return { ...frame, state: "not_kept" };
    const look = opened[side];
    if (look > 0) {
      return {
        ...frame,
        state: "shown",
        // Another address for each look: a copy in the browser would be looked at unseen.
        imageUrl: `${imageUrl}?look=${look}`,
        transform: transformOf(turn, isMirrored && side === "right"),
        opacity: side === "right" ? over : undefined,
      };
    }
    return {
      ...frame,
      state: "hidden",
      text: words.hidden,
      action: (
        <Button
          size="s"
          onClick={() => setOpened((before) => ({ ...before, [side]: Date.now() }))}
          icon={<Icon name="eye" />}
          aria-label={`${words.view}: ${frame.title}`}
        >
          {words.view}
        </Button>
      ),
    };
  };
  useEffect(() => {
    // The button that had the focus has become a picture.
    if (opened.left + opened.right > 0)
      tools.current?.querySelector("button")?.focus({ preventScroll: true });
  }, [opened]);

  return (
    <div className="flex flex-col gap-3">
      <FaceDrag
        isOff={turn.zoom === 1}
        onDrag={(toRight, down) => setTurn((before) => dragged(before, toRight, down))}
      >
        <FacePair
          left={frameOf("left", left)}
          right={frameOf("right", right)}
          relation={relation}
          relationLabel={relationLabel}
          isOver={way !== "beside"}
        />
      </FaceDrag>
      {opened.left > 0 || opened.right > 0 ? (
        <fieldset ref={tools} aria-label={words.tools} className="flex flex-wrap items-center gap-2">
          {opened.left > 0 && opened.right > 0 ? (
            <FaceCompare way={way} onWay={setWay} mix={mix} onMix={setMix} words={words.compare} />
          ) : null}
          <FaceTools
            turn={turn}
            onTurn={setTurn}
            isMirrored={isMirrored}
            onMirror={setMirrored}
            words={words}
          />
        </fieldset>
      ) : null}
    </div>
  );
}
