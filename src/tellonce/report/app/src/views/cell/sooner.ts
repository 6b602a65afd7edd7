import type { Cell } from "../../payload";
import { spot } from "../../run";

/** Whether it came in time though its promise had ended: nothing was sent before, and what was sent bore the news. */
export function sentOnlyThen(cell: Cell): boolean {
  const late = cell.reached_s !== null && cell.reached_s > (cell.promised_s ?? Infinity);
  return late && cell.verdict === "on_time" && spot(cell.touchpoint)?.kind === "emission";
}
