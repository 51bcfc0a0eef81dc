/** What one person may do in any minute. Ours: far above what a hand does, far below what a script would. */
export const LIMIT_WINDOW_S = 60;
export const PER_MINUTE = {
  reverification: 60,
  search: 60,
  /** The palette asks whenever the typing rests. */
  find: 120,
  lookup: 60,
  /** One act each, however many ids it holds; how many may be under way stands with the lists. */
  list: 6,
  reveal: 30,
  selfie: 120,
  export: 10,
  import: 20,
  attach: 60,
  attachment: 60,
  dry_run: 10,
} as const;
export type Limited = keyof typeof PER_MINUTE;

type Watch = { alertAt: number; windowS: number };

/** An analyst's busy hour; ten times as much is nobody's work. */
const NORMAL_VIEWS_AN_HOUR = 30;
/** Of those whose case is decided, few have to be called. */
const NORMAL_REVEALS_AN_HOUR = 4;

/** What is refused to nobody, and told of once a window past a number. */
export const WATCHES = {
  /** Ids that lead nowhere: a stale link or two is normal, a row of them is guessing. */
  not_found: { alertAt: 20, windowS: 600 },
  subject_view: { alertAt: 10 * NORMAL_VIEWS_AN_HOUR, windowS: 3_600 },
  reveal: { alertAt: 10 * NORMAL_REVEALS_AN_HOUR, windowS: 3_600 },
} as const satisfies Record<string, Watch>;
export type Watched = keyof typeof WATCHES;
