import type { Cell } from "../payload";
import { spot } from "../run";
import { say } from "../words";

/** Whether it came in time though its promise had ended: nothing was sent before, and what was sent bore the news. */
export function sentOnlyThen(cell: Cell): boolean {
  const late = cell.reached_s !== null && cell.reached_s > (cell.promised_s ?? Infinity);
  return late && cell.verdict === "on_time" && spot(cell.touchpoint)?.kind === "emission";
}

/** What is said of its promise, and why that was kept where its time alone does not tell. */
export function promiseOf(cell: Cell, said: string): string {
  return sentOnlyThen(cell) ? say("cell.nothing_sooner", { said }) : said;
}
