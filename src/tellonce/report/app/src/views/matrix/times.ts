// How long the news took, short enough for a cell.
import { index } from "../../run";
import { say } from "../../words";

/** "0.2 s", "14 h", "7.3 d". */
export function brief(seconds: number): string {
  const [unit, unit_s] = (
    [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]] as const
  ).find(([name, one_s]) => seconds >= (name === "min" ? 120 : one_s) || name === "s")!;
  const number = seconds / unit_s;
  const shown = number < 10 ? Math.round(number * 10) / 10 : Math.round(number);
  return say(`matrix.brief_${unit}`, { n: shown.toLocaleString(index().language) });
}

/** "0.2 s of 5 s"; without a promise in seconds only the time; nothing where it never arrived. */
export function ofPromise(cell: number): string {
  const { reached, promised } = index().cells;
  const took = reached[cell];
  const within = promised[cell];
  if (took == null) return within ? say("matrix.within", { promised: brief(within) }) : "";
  return within ? say("matrix.of", { reached: brief(took), promised: brief(within) }) : brief(took);
}

/** The share of its promise that the news took; null where nothing can be drawn. */
export function shareOf(cell: number): number | null {
  const { reached, promised } = index().cells;
  const took = reached[cell];
  const within = promised[cell];
  return took == null || !within ? null : took / within;
}
