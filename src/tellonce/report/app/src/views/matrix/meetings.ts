// What stands where a line and a column meet.
import type { SinceKind } from "../../payload";
import { firstCell, index } from "../../run";
import type { Asked } from "./asked";
import { fits, type Line, picky } from "./lines";
import { everyColumn } from "./places";
import type { Difference } from "./since";
import { shareOf } from "./times";

/** What stands where a line and a column meet. */
export interface Place {
  /** How many cells. */
  count: number;
  /** The worst cell and its row; -1 without cells. */
  cell: number;
  row: number;
  /** The worst verdict, and how many have it. */
  worst: number;
  same: number;
  /** The cell that used most of its promise of those that got the news, or -1. */
  slowest: number;
  fits: boolean;
  since: SinceKind | undefined;
  gone: boolean;
}

/** The places of lines by touchpoint, each worked out when it is first asked for; those without a cell are left out,
 * unless their cell is gone. */
export function placesOf(asked: Asked, difference: Difference | undefined): (line: Line) => Map<string, Place> {
  const known = new WeakMap<Line, Map<string, Place>>();
  return (line) => {
    let found = known.get(line);
    if (!found) known.set(line, (found = placesIn(line, asked, difference)));
    return found;
  };
}

function placesIn(line: Line, asked: Asked, difference: Difference | undefined): Map<string, Place> {
  const places = new Map<string, Place>();
  if (line.kind === "group") return places;
  const { cells, touchpoints } = index();
  const byNumber: (Place | undefined)[] = [];
  const some = picky(asked);
  const begun = (key: string): Place => {
    const place: Place = {
      count: 0, cell: -1, row: -1, worst: -1, same: 0, slowest: -1, fits: false, since: undefined, gone: false,
    };
    places.set(key, place);
    return place;
  };
  for (const row of line.kind === "fact" ? line.rows : [line.row]) {
    for (let cell = firstCell(row); cell < firstCell(row + 1); cell++) {
      const touchpoint = cells.touchpoint[cell]!;
      const found = (byNumber[touchpoint] ??= begun(touchpoints[touchpoint]!));
      const number = cells.verdict[cell]!;
      found.count++;
      if (found.worst < 0 || number < found.worst) {
        found.worst = number;
        found.same = 0;
        found.cell = cell;
        found.row = row;
      }
      if (number === found.worst) found.same++;
      found.slowest = slower(found.slowest, cell);
      found.fits ||= !some || fits(cell, asked, difference);
      found.since ??= difference?.of.get(cell);
    }
    if (difference?.gone.size) {
      for (const { key } of everyColumn()) {
        if (difference.gone.has(`${row} ${key}`)) {
          const found = places.get(key) ?? begun(key);
          found.gone = true;
          found.fits ||= asked.since.includes("gone");
        }
      }
    }
  }
  return places;
}

/** Of two cells the one that used more of its promise; -1 is none. */
function slower(now: number, cell: number): number {
  if (index().cells.reached[cell] == null) return now;
  if (now < 0) return cell;
  return (shareOf(cell) ?? -1) > (shareOf(now) ?? -1) ? cell : now;
}
