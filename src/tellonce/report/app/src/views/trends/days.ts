import { index } from "../../run";

/** Days before months, as the page's own dates are written. */
function locale(): string {
  return index().language === "en" ? "en-GB" : index().language;
}

/** An ISO 8601 time as a day, in the report's language; as it is when it is none. */
export function day(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return at.toLocaleDateString(locale(), { day: "numeric", month: "short", year: "numeric" });
}

/** A share from 0 to 1 as a percentage; 99.97 % is not 100 %. */
export function percent(share: number): string {
  const exact = share * 100;
  const shown = exact > 99 && exact < 100 ? Math.floor(exact * 100) / 100 : Math.round(exact * 10) / 10;
  return `${shown.toLocaleString(index().language)} %`;
}
