// How long the news took, short enough for a cell.
import { index, verdict } from "../../run";
import { say } from "../../words";

/** "0.2 s", "14 h", "7.3 d". */
export function brief(seconds: number): string {
  const [unit, unit_s] = (
    [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]] as const
  ).find(([name, one_s]) => seconds >= (name === "min" ? 100 : one_s) || name === "s")!;
  const number = seconds / unit_s;
  const shown = number < 10 ? Math.round(number * 10) / 10 : Math.round(number);
  return say(`matrix.brief_${unit}`, { n: shown.toLocaleString(index().language) });
}

/** "0.2 s of 5 s"; without a promise in seconds only the time; of what never arrived, what was promised.
 * What comes whenever one is due (an invoice) may be in time long after the promise for the next one began. */
export function ofPromise(cell: number): string {
  const { reached, promised } = index().cells;
  const took = reached[cell];
  const within = promised[cell];
  if (took == null) return within && !kept(cell) ? say("matrix.promised", { promised: brief(within) }) : "";
  if (!within) return brief(took);
  if (took > within && kept(cell)) return say("matrix.when_due", { reached: brief(took) });
  return say("matrix.of", { reached: brief(took), promised: brief(within) });
}

/** The share of its promise that the news took; null where nothing can be drawn. */
export function shareOf(cell: number): number | null {
  const { reached, promised } = index().cells;
  const took = reached[cell];
  const within = promised[cell];
  if (took == null || !within || (took > within && kept(cell))) return null;
  return took / within;
}

function kept(cell: number): boolean {
  return verdict(index().cells.verdict[cell]!).group === "kept";
}
