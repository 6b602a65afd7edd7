// The matrix as a grid: of any number of rows and columns only what is near the screen is in the document. One place has
// the focus; arrow keys move it (the ARIA grid pattern), Enter follows its link.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { index } from "../../run";
import { setQuery } from "../../route";
import { cellAddressOf } from "../../shared/addresses";
import { offsetsOf, rem, useSpan } from "../../shared/inView";
import { say } from "../../words";
import type { Asked } from "./asked";
import { Face } from "./Face";
import { ColumnHead, Elsewhere, RowHead, type Tab } from "./Heads";
import { factCalled, type Line, picky, rowKey } from "./lines";
import { type Place, placesOf } from "./meetings";
import { drawn, next, placeAt, type Spot } from "./moves";
import { type Band, type Column, holeAt } from "./places";
import type { Difference } from "./since";

const ROW = 4.25;
const GROUP = 2.75;
const COLUMN = 8.5;
const WIDEST = 13;
/** A column counts as seen when this many pixels of it are. */
const SEEN = -60;

interface Props {
  asked: Asked;
  lines: Line[];
  columns: Column[];
  bands: Band[];
  difference: Difference | undefined;
}

export function Grid({ asked, lines, columns, bands, difference }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(1200);
  const [active, setActive] = useState<Spot>([0, -1]);
  const wanted = useRef<Spot>();
  const px = rem();
  const head = (room < 60 * px ? 14 : 19) * px;
  const width = Math.floor(
    Math.min(WIDEST * px, Math.max(COLUMN * px, (room - head - 2) / Math.max(1, columns.length))),
  );
  const down = useMemo(() => offsetsOf(lines.map((line) => (line.kind === "group" ? GROUP : ROW) * px)), [lines, px]);
  const across = useMemo(() => offsetsOf(columns.map(() => width)), [columns, width]);
  const rows = useSpan(body, down, "down", { within: scroller });
  const cells = useSpan(body, across, "across", { within: scroller, start: head });
  const onScreen = useSpan(body, across, "across", { within: scroller, start: head, beyond: SEEN });
  const placesAt = useMemo(() => placesOf(asked, difference), [lines, difference]);
  const row = Math.min(active[0], lines.length - 1);
  const column = Math.min(active[1], columns.length - 1);

  useLayoutEffect(() => {
    // The view may be drawn before it is shown: its width is known only then.
    const around = scroller.current!.parentElement!;
    const observer = new ResizeObserver(() => around.clientWidth && setRoom(around.clientWidth));
    observer.observe(around);
    return () => observer.disconnect();
  }, []);

  const reveal = (to: Spot) => {
    const box = scroller.current;
    if (!box) return;
    const top = body.current!.offsetTop;
    if (to[0] >= 0) {
      const [from, end] = [down[to[0]]!, down[to[0] + 1]!];
      if (from < box.scrollTop) box.scrollTop = from;
      else if (end + top > box.scrollTop + box.clientHeight) box.scrollTop = end + top - box.clientHeight;
    }
    if (to[1] >= 0) {
      const [from, end] = [across[to[1]]!, across[to[1] + 1]!];
      if (from < box.scrollLeft) box.scrollLeft = from;
      else if (end + head > box.scrollLeft + box.clientWidth) box.scrollLeft = end + head - box.clientWidth;
    }
  };

  const go = (to: Spot) => {
    wanted.current = to;
    reveal(to);
    setActive(to);
  };

  useEffect(() => {
    const to = wanted.current;
    if (!to) return;
    wanted.current = undefined;
    scroller.current?.querySelector<HTMLElement>(`[data-at="${to[0]}:${to[1]}"]`)?.focus({ preventScroll: true });
  });

  // Coming back from a cell, its place is on the screen again.
  useEffect(() => {
    if (!asked.at) return;
    const to = placeAt(asked.at, lines, columns);
    if (to) {
      setActive(to);
      reveal(to);
    }
  }, [columns, lines]);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = next(event, [row, column], lines.length, columns.length, scroller.current!.clientHeight / (ROW * px));
    if (!to) return;
    event.preventDefault();
    go(to);
  };

  const tab = (r: number, c: number) => ({
    "data-at": `${r}:${c}`,
    tabIndex: r === row && c === column ? 0 : -1,
    onFocus: () => (active[0] !== r || active[1] !== c) && setActive([r, c]),
  });

  const drawnRows = drawn(rows, row);
  const drawnCells = drawn(cells, column);
  const some = picky(asked);
  return (
    <>
      <div class="m-scroller" ref={scroller}>
        <div
          role="grid"
          aria-labelledby="matrix-title"
          aria-describedby="matrix-keys"
          aria-rowcount={lines.length + 2}
          aria-colcount={columns.length + 1}
          class="m-grid"
          style={{ width: `${head + across[columns.length]!}px` }}
          onKeyDown={onKeyDown}
        >
          <div role="rowgroup" class="m-head">
            <div role="row" aria-rowindex={1} class="m-bands">
              <span role="columnheader" aria-colindex={1} class="m-corner" style={{ width: `${head}px` }}>
                <span class="hidden">{say(`matrix.columns_${asked.columns}`)}</span>
              </span>
              {bands.map((band) => (
                <span
                  role="columnheader"
                  aria-colindex={band.first + 2}
                  aria-colspan={band.count}
                  class="m-band"
                  key={`${band.first} ${band.title}`}
                  style={{ left: `${head + across[band.first]!}px`, width: `${band.count * width}px` }}
                >
                  <span style={{ left: `${head + 8}px` }}>{band.title}</span>
                </span>
              ))}
            </div>
            <div role="row" aria-rowindex={2} class="m-columns">
              <span role="columnheader" aria-colindex={1} class="m-corner" style={{ width: `${head}px` }} {...tab(-1, -1)}>
                {say(`matrix.corner_${asked.rows}`)}
              </span>
              {drawnCells.map((c) => (
                <span
                  role="columnheader"
                  aria-colindex={c + 2}
                  class="m-column"
                  key={columns[c]!.key}
                  style={{ left: `${head + across[c]!}px`, width: `${width}px` }}
                >
                  <ColumnHead column={columns[c]!} only={asked.touchpoint === columns[c]!.key} tab={tab(-1, c)} />
                </span>
              ))}
            </div>
          </div>
          <div role="rowgroup" class="m-body" ref={body} style={{ height: `${down[lines.length]!}px` }}>
            {drawnRows.map((r) => {
              const line = lines[r]!;
              const places = placesAt(line);
              return (
                <div
                  role="row"
                  aria-rowindex={r + 3}
                  key={`${line.kind} ${line.key}`}
                  class={`m-row of-${line.kind}${line.kind === "change" && line.within ? " within" : ""}`}
                  style={{ top: `${down[r]!}px`, height: `${down[r + 1]! - down[r]!}px` }}
                >
                  <span role="rowheader" aria-colindex={1} class="m-rowhead" style={{ width: `${head}px` }}>
                    <RowHead line={line} asked={asked} tab={tab(r, -1)} />
                    <Elsewhere places={places} columns={columns} shown={onScreen} go={(c) => reveal([r, c])} />
                  </span>
                  {line.kind !== "group" &&
                    drawnCells.map((c) => {
                      const place = places.get(columns[c]!.key);
                      return (
                        <GridCell
                          key={columns[c]!.key}
                          line={line}
                          column={columns[c]!}
                          place={place}
                          dim={some && !place?.fits}
                          colindex={c + 2}
                          left={head + across[c]!}
                          width={width}
                          at={asked.at}
                          tab={tab(r, c)}
                        />
                      );
                    })}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      <p class="m-said" id="matrix-keys">
        {saidAt(lines[row], columns[column], placesAt) || say("matrix.keys")}
      </p>
    </>
  );
}

function GridCell(props: {
  line: Exclude<Line, { kind: "group" }>;
  column: Column;
  place: Place | undefined;
  dim: boolean;
  colindex: number;
  left: number;
  width: number;
  at: string;
  tab: Tab;
}) {
  const { line, column, place } = props;
  const at = {
    role: "gridcell" as const,
    "aria-colindex": props.colindex,
    style: { left: `${props.left}px`, width: `${props.width}px` },
  };
  if (place?.count) {
    return (
      <span {...at} class={`m-cell${props.dim ? " dim" : ""}`}>
        <a
          class={`m-face ${index().verdicts[place.worst]!.group}`}
          aria-current={props.at === `${rowKey(place.row)}.${column.key}` ? "location" : undefined}
          href={cellAddressOf(place.row, place.cell)}
          onClick={() => setQuery({ at: `${rowKey(place.row)}.${column.key}` })}
          {...props.tab}
        >
          <Face place={place} />
        </a>
      </span>
    );
  }
  const first = line.kind === "fact" ? line.rows[0]! : line.row;
  const hole = holeAt(column, index().rows.persona[first]!, index().rows.fact[first]!);
  const said = place?.gone ? say("matrix.since_gone") : say(`matrix.${hole.kind}`);
  return (
    <span {...at} class={`m-cell m-${place?.gone ? "gone" : hole.kind}`} {...props.tab}>
      <span class={hole.kind === "apart" && !place?.gone ? "hidden" : "m-hole"}>{said}</span>
    </span>
  );
}

/** In whole words what an empty place is; nothing for a cell, which has a page of its own. */
function saidAt(
  line: Line | undefined,
  column: Column | undefined,
  placesAt: (line: Line) => Map<string, Place>,
): string {
  if (!line || !column || line.kind === "group" || placesAt(line).has(column.key)) return "";
  const { rows, personas, facts } = index();
  const row = line.kind === "fact" ? line.rows[0]! : line.row;
  const [persona, fact] = [rows.persona[row]!, rows.fact[row]!];
  return say("matrix.said", {
    persona: personas[persona]!,
    fact: factCalled(facts[fact]!),
    touchpoint: column.called,
    why: holeAt(column, persona, fact).why,
  });
}
