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

/** A number as people write it; four digits are not grouped in Spanish. decimals: how many, where that is fixed. */
export function count(number: number, decimals?: number): string {
  const digits = decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return number.toLocaleString(index().language, digits);
}

/** A persona's role and pronouns, for a line about whom it is: pronouns are English, and of no use in another language. */
export function whoItIs(role: string, pronouns: Record<string, string>): string {
  const words = index().words[`role.${role}`] ?? role;
  if (index().language !== "en") return words;
  return [words, Object.values(pronouns).slice(0, 2).join("/")].filter(Boolean).join(", ");
}

/** The attributes of words of another language than the page's. Reasons and messages are English. */
export function inLanguage(language = "en"): { lang?: string } {
  return language === "" || language === index().language ? {} : { lang: language };
}

/** A measured time as people say it: the same as about_s in story/words.py. */
export function about(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 0.05) return say("time.seconds_short", { n: 0 });
  const days = rounded(seconds / 86400);
  if (days >= 14 && days % 7 === 0) return sayMany("time.weeks", days / 7);
  for (const [unit, unit_s] of [["days", 86400], ["hours", 3600], ["minutes", 60]] as const) {
    const number = rounded(seconds / unit_s, seconds < 10 * unit_s ? 10 : 1);
    if (number >= (unit === "minutes" ? 2 : 1)) return sayMany(`time.${unit}`, number);
  }
  const decimals = seconds < 10 ? 1 : 0;
  return say("time.seconds_short", { n: count(rounded(seconds, decimals ? 10 : 1), decimals) });
}

/** To the nearest part, halves up, as Python does it. */
function rounded(number: number, parts = 1): number {
  return Math.floor(number * parts + 0.5) / parts;
}
