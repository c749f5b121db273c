/** The stored time `YYYY-MM-DD HH:MM:SS` in UTC as milliseconds since 1970; `NaN` for anything else. */
export function parseUtc(stored: string): number {
  return Date.parse(`${stored.replace(' ', 'T')}Z`);
}

/** A moment in the person's own time zone: only the time for today, the date as well for other days. */
export function formatLocalTime(moment: number, now: number, locale: string): string {
  if (Number.isNaN(moment)) {
    return '';
  }
  const date = new Date(moment);
  const today = new Date(now);
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  if (date.toDateString() === today.toDateString()) {
    return date.toLocaleString(locale, time);
  }
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' };
  const year: Intl.DateTimeFormatOptions = date.getFullYear() === today.getFullYear() ? {} : { year: 'numeric' };
  return date.toLocaleString(locale, { ...day, ...year });
}

/** The time of a moment alone, with its seconds, in the person's own time zone. */
export function formatTimeOfDay(moment: number, locale: string): string {
  return Number.isNaN(moment) ? '' : new Date(moment).toLocaleTimeString(locale, { timeStyle: 'medium' });
}

/** A moment in full, with its date and seconds. */
export function formatFullTime(moment: number, locale: string): string {
  return Number.isNaN(moment)
    ? ''
    : new Date(moment).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** The largest unit first: each with its length in seconds. */
const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[];

/** How long ago a moment was, in the words of the language: "now", "5 minutes ago", "yesterday". */
export function formatRelativeTime(moment: number, now: number, locale: string): string {
  if (Number.isNaN(moment)) {
    return '';
  }
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const seconds = Math.max(0, (now - moment) / 1000);
  const unit = UNITS.find(([, length]) => seconds >= length);
  return unit === undefined ? words.format(0, 'second') : words.format(-Math.floor(seconds / unit[1]), unit[0]);
}
