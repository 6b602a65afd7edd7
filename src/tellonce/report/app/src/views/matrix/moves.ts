// Where arrow keys lead in the grid, and what of it is drawn.
import { type Line, rowKey } from "./lines";
import type { Column } from "./places";

/** Row and column that have the focus; row -1 is the head, column -1 the head of a row. */
export type Spot = readonly [row: number, column: number];

/** Numbers of what is drawn: what is near the screen, and what has the focus. */
export function drawn([first, end]: readonly [number, number], more: number): number[] {
  const near = Array.from({ length: Math.max(0, end - first) }, (_, n) => first + n);
  if (more >= 0 && (more < first || more >= end)) near.push(more);
  return near.sort((a, b) => a - b);
}

/** Where a key leads; undefined for keys that lead nowhere. page: how many rows are seen at once. */
export function next(event: KeyboardEvent, [row, column]: Spot, rows: number, columns: number, page: number): Spot | undefined {
  if (event.altKey || event.metaKey) return undefined;
  const r = (to: number) => Math.max(-1, Math.min(rows - 1, to));
  const c = (to: number) => Math.max(-1, Math.min(columns - 1, to));
  switch (event.key) {
    case "ArrowDown":
      return [r(row + 1), column];
    case "ArrowUp":
      return [r(row - 1), column];
    case "ArrowRight":
      return [row, c(column + 1)];
    case "ArrowLeft":
      return [row, c(column - 1)];
    case "PageDown":
      return [r(row + Math.max(1, Math.floor(page) - 2)), column];
    case "PageUp":
      return [r(row - Math.max(1, Math.floor(page) - 2)), column];
    case "Home":
      return [event.ctrlKey ? -1 : row, -1];
    case "End":
      return [event.ctrlKey ? rows - 1 : row, columns - 1];
  }
  return undefined;
}

/** The place that an address names as `at`, when it is there. */
export function placeAt(at: string, lines: Line[], columns: Column[]): Spot | undefined {
  const column = columns.findIndex((one) => at.endsWith(`.${one.key}`));
  if (column < 0) return undefined;
  const key = at.slice(0, -columns[column]!.key.length - 1);
  const holds = (line: Line) =>
    line.kind === "fact" && line.rows.some((row) => rowKey(row) === key);
  let row = lines.findIndex((line) => line.kind === "change" && rowKey(line.row) === key);
  if (row < 0) row = lines.findIndex(holds);
  return row < 0 ? undefined : [row, column];
}
