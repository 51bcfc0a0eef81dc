type Props = { id: string; label: string; text: string };

/** What a figure means: shown while one points at the mark or has it focused, where the browser can; else by a press. */
export const Definition = ({ id, label, text }: Props) => (
  <>
    <button
      type="button"
      className="means"
      popoverTarget={id}
      popoverTargetAction="show"
      aria-label={label}
      {...{ interestfor: id }}
    >
      ?
    </button>
    <span id={id} popover="auto" role="note" className="popover means-text">
      {text}
    </span>
  </>
);
