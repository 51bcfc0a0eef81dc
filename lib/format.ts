import type { Locale } from "./i18n/locale.ts";
import { ZONE } from "./time.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const KILOBYTE = 1_024;

const made = new Map<Locale, Formatter>();

/** Times, numbers and ids as people of one language write them; always São Paulo's clock. */
export function formatterFor(language: Locale): Formatter {
  // What Intl makes takes milliseconds to make and holds nothing of a request.
  const formatter = made.get(language) ?? makeFormatter(language);
  made.set(language, formatter);
  return formatter;
}

function makeFormatter(language: Locale) {
  // Day before month and 24 hours, in both languages: a date is never read two ways.
  const locale = language === "en" ? "en-GB" : language;
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone: ZONE,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const exact = new Intl.DateTimeFormat(locale, {
    timeZone: ZONE,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  const date = new Intl.DateTimeFormat(locale, {
    timeZone: ZONE,
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  const month = new Intl.DateTimeFormat(locale, { timeZone: ZONE, month: "short", year: "numeric" });
  // "22 out. 2026": what Portuguese puts between the parts would not fit a column.
  const inShort = (parts: Intl.DateTimeFormat, at: Date) =>
    parts
      .formatToParts(at)
      .flatMap(({ type, value }) => (type === "literal" ? [] : value))
      .join(" ");
  const day = (at: Date) => inShort(date, at);
  const dayKey = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const full = new Intl.DateTimeFormat(locale, { timeZone: ZONE, dateStyle: "long", timeStyle: "long" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const unrounded = new Intl.NumberFormat(locale, { maximumFractionDigits: 10, signDisplay: "exceptZero" });
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: "exceptZero" });

  const parts = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const hundredths = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

  const near = (at: Date, now: Date) => {
    const days = Math.round((Date.parse(dayKey.format(at)) - Date.parse(dayKey.format(now))) / DAY_MS);
    if (days === 0) return clock.format(at);
    return Math.abs(days) === 1 ? relative.format(days, "day") : day(at);
  };

  return {
    /** `09:41` */
    clock: (at: Date) => clock.format(at),
    /** `09:41:03` */
    exact: (at: Date) => exact.format(at),
    /** `21 Nov 2026` */
    date: day,
    /** `Nov 2026` */
    month: (at: Date) => inShort(month, at),
    /** `21 Nov 2026, 09:41` */
    dateTime: (at: Date) => `${day(at)}, ${clock.format(at)}`,
    /** With the zone: for the title of a short time. */
    full: (at: Date) => full.format(at),
    /** `09:41`, "yesterday", else the date. */
    near,
    /** Whole minutes and hours: `18 min`, `1 h 06`, `3 d`. */
    span: (ms: number) => {
      const abs = Math.abs(ms);
      if (abs < HOUR_MS) return `${Math.floor(abs / MINUTE_MS)} min`;
      if (abs >= 2 * DAY_MS) return `${Math.floor(abs / DAY_MS)} d`;
      const minutes = Math.floor((abs % HOUR_MS) / MINUTE_MS);
      return `${Math.floor(abs / HOUR_MS)} h ${String(minutes).padStart(2, "0")}`;
    },
    number: (value: number) => whole.format(value),
    /** A score with its sign; minus is U+2212. */
    score: (value: number) => signed.format(value).replace("-", "−"),
    /** The bound of a filter as it was given: rounded it would name another. */
    scoreBound: (value: number) => unrounded.format(value).replace("-", "−"),
    /** Working time, which has no days of 24 hours: `18 min`, `52 h 10`. */
    workSpan: (ms: number) => {
      if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
      return `${whole.format(Math.floor(ms / HOUR_MS))} h ${String(Math.floor((ms % HOUR_MS) / MINUTE_MS)).padStart(2, "0")}`;
    },
    /** A part of one as `4.1 %`. */
    percent: (part: number) => `${parts.format(part * 100)} %`,
    /** Two decimals: an index between −1 and 1. */
    index: (value: number) => hundredths.format(value).replace("-", "−"),
    /** Reais. */
    money: (value: number) => `R$ ${hundredths.format(value)}`,
    /** `812 B`, `34 KB`, `1.2 MB`: as systems of files count them. */
    size: (bytes: number) => {
      if (bytes < KILOBYTE) return `${bytes} B`;
      const kilobytes = Math.round(bytes / KILOBYTE);
      return kilobytes < KILOBYTE ? `${kilobytes} KB` : `${tenths.format(bytes / KILOBYTE / KILOBYTE)} MB`;
    },
    /** Seconds with a decimal: `1.3 s`. */
    seconds: (ms: number) => `${tenths.format(ms / 1000)} s`,
  };
}

export type Formatter = ReturnType<typeof makeFormatter>;

/** `80371b2a…6ac6`: an id as seen; where it is copied it stands whole. */
export const shortId = (id: string): string => `${id.slice(0, 8)}…${id.slice(-4)}`;
