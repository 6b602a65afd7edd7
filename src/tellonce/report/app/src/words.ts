// What the page says, in the language it was written in. Keys and words live in story/languages/<code>/*.json.
import { index } from "./run";

/** What `key` is called, with {names} filled in. A key that is nowhere is shown as it is: tests look for those. */
export function say(key: string, filled: Record<string, string | number> = {}): string {
  const said = index().words[key] ?? key;
  return said.replace(/\{(\w+)\}/g, (whole, name: string) => (name in filled ? String(filled[name]) : whole));
}

/** The same where a number decides, which fills {n}. */
export function sayMany(key: string, number: number, filled: Record<string, string | number> = {}): string {
  const words = index().words;
  const category = new Intl.PluralRules(index().language).select(number);
  const chosen = `${key}.${category}` in words ? `${key}.${category}` : `${key}.other`;
  return say(chosen, { n: count(number), ...filled });
}

export function count(number: number): string {
  return number.toLocaleString(index().language);
}

/** A measured time as people say it: the same as about_s in story/words.py. */
export function about(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 0.05) return say("time.seconds_short", { n: 0 });
  const days = Math.round(seconds / 86400);
  if (days >= 14 && days % 7 === 0) return sayMany("time.weeks", days / 7);
  for (const [unit, unit_s] of [["days", 86400], ["hours", 3600], ["minutes", 60]] as const) {
    const number = seconds < 10 * unit_s ? Math.round((seconds / unit_s) * 10) / 10 : Math.round(seconds / unit_s);
    if (number >= (unit === "minutes" ? 2 : 1)) return sayMany(`time.${unit}`, number);
  }
  const short = seconds < 10 ? (Math.round(seconds * 10) / 10).toLocaleString(index().language) : Math.round(seconds);
  return say("time.seconds_short", { n: short });
}
