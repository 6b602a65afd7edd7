// Every look at one cell, from the moment she told to the last look, on a scale where seconds and weeks both show.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Cell, Change } from "../../payload";
import { about, say, sayMany } from "../../words";
import { Mark, Sight } from "./Sight";

const TICKS = [1, 10, 60, 600, 3600, 6 * 3600, 86400, 3 * 86400, 7 * 86400, 14 * 86400, 30 * 86400, 90 * 86400, 365 * 86400];
const SIDE = 22;
const BASE = 104;
const HEIGHT = 146;
const APART = 21;
const LANES = 3;

export function Timeline({ cell, change }: { cell: Cell; change: Change | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const last = Math.max(cell.watched_s, ...cell.looks.map((look) => look.until_s), 0.5);
  const promised = cell.promised_s;
  const end = Math.max(last, promised ?? 0) * 1.04;
  // Below the first look that is not at once, the scale is even; from there on, each step is a multiple.
  const even = Math.max(0.2, Math.min(...cell.looks.map((look) => look.at_s).filter((at) => at > 0.2), end / 4));
  const x = (at: number) =>
    SIDE + ((width - 2 * SIDE) * Math.log1p(Math.max(0, at) / even)) / Math.log1p(end / even);
  const leaps = (change?.leaps ?? []).filter(([from]) => from < end);
  const deadline = promised === null ? undefined : x(promised);
  const marks = laid(cell, x);
  const shown = ticks(x, end);
  const first = cell.looks.find((look) => look.sight === "N");
  return (
    <div class="timeline" ref={box}>
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={described(cell, last, leaps.length)}>
        {deadline !== undefined && (
          <rect class="kept-time" x={x(0)} y="34" width={Math.max(0, deadline - x(0))} height={BASE - 34} rx="4" />
        )}
        <path class="axis-line" d={`M${x(0)} ${BASE}H${width - SIDE}`} />
        {leaps.map(([from, to]) => {
          const [a, b] = [x(from), Math.min(x(to), width - SIDE)];
          return (
            <g class="leap">
              <path d={`M${a} ${BASE}H${b}`} />
              <path d={`M${b - 6} ${BASE - 5}l6 5-6 5`} />
              <title>{say("cell.clock_leap", { time: about(to - from) })}</title>
            </g>
          );
        })}
        <path class="told-line" d={`M${x(0)} 34V${BASE}`} />
        <text class="flag" x={Math.max(2, x(0) - 6)} y="24">
          {say("cell.told")}
        </text>
        {deadline !== undefined && (
          <>
            <path class="deadline-line" d={`M${deadline} 34V${BASE + 6}`} />
            <text class="flag" x={deadline > width / 2 ? Math.min(deadline + 6, width - 4) : deadline} y="24" text-anchor={deadline > width / 2 ? "end" : "start"}>
              {say("cell.deadline")} ({about(promised)})
            </text>
          </>
        )}
        {shown.map((at) => (
          <g class="tick-mark">
            <path d={`M${x(at)} ${BASE}v6`} />
            <text x={x(at)} y={BASE + 22}>
              {about(at)}
            </text>
          </g>
        ))}
        {marks.map(({ x, y, look }) => (
          <g>
            {y < BASE && <path class="stem" d={`M${x} ${BASE}V${y}`} />}
            {look === first && <circle class="first-new" cx={x} cy={y} r="13" />}
            <Mark sight={look.sight} x={x} y={y} />
            <title>
              {look === first ? say("cell.first_new") : say(`sight.${look.sight}`)}, {about(look.at_s)} {look.day}
            </title>
          </g>
        ))}
      </svg>
      <ul class="sights" aria-hidden="true">
        {[...new Set(cell.looks.map((look) => look.sight))].map((sight) => (
          <li>
            <Sight sight={sight} />
          </li>
        ))}
        {deadline !== undefined && (
          <li>
            <span class="swatch within" /> {say("cell.within_promise")}
          </li>
        )}
        {leaps.length > 0 && (
          <li>
            <svg class="leap" viewBox="0 0 26 12" width="26" height="12" focusable="false">
              <path d="M1 6h23M18 1l6 5-6 5" />
            </svg>{" "}
            {leaps.length === 1 ? say("cell.clock_leap", { time: about(leaps[0]![1] - leaps[0]![0]) }) : sayMany("cell.leaps_drawn", leaps.length)}
          </li>
        )}
      </ul>
    </div>
  );
}

function described(cell: Cell, last: number, leaps: number): string {
  const drawn = sayMany("cell.looks_drawn", cell.looks.length, { last: about(last), promise: cell.promised });
  return leaps ? `${drawn} ${sayMany("cell.leaps_drawn", leaps)}` : drawn;
}

/** Looks that stand close together are stacked, so far as there is room. */
function laid(cell: Cell, x: (at: number) => number) {
  const until: number[] = [];
  return cell.looks.map((look) => {
    const at = x(look.at_s);
    let lane = 0;
    while (lane < LANES - 1 && (until[lane] ?? -APART) + APART > at) lane++;
    until[lane] = at;
    return { look, x: at, y: BASE - lane * APART };
  });
}

function ticks(x: (at: number) => number, end: number): number[] {
  const shown: number[] = [];
  for (const at of TICKS) {
    if (at > end) break;
    const before = shown.length ? x(shown[shown.length - 1]!) : 0;
    if (x(at) - before > 68) shown.push(at);
  }
  return shown;
}

function useWidth(box: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(720);
  useEffect(() => {
    const measured = new ResizeObserver(([entry]) => {
      const now = Math.floor(entry!.contentRect.width);
      if (now > 0) setWidth(now);
    });
    measured.observe(box.current!);
    return () => measured.disconnect();
  }, []);
  return width;
}
