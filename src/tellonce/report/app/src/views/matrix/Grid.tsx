// The matrix as a grid: of any number of rows and columns only what is near the screen is in the document. One place has
// the focus; arrow keys move it (the ARIA grid pattern), Enter follows its link.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { index } from "../../run";
import { setQuery } from "../../route";
import { cellAddressOf, scenarioAddress } from "../../shared/addresses";
import { offsetsOf, rem, useSpan } from "../../shared/inView";
import { say, sayMany } from "../../words";
import { type Asked, toggled } from "./asked";
import { Face, Tally } from "./Face";
import { factCalled, type Line, picky, type Place, placesOf, rowKey } from "./lines";
import { type Band, type Column, holeAt } from "./places";
import type { Difference } from "./since";

const ROW = 4.25;
const GROUP = 2.75;
const COLUMN = 8.5;
const WIDEST = 13;
/** A column counts as seen when this many pixels of it are. */
const SEEN = -60;

/** Row and column that have the focus; row -1 is the head, column -1 the head of a row. */
type Spot = readonly [row: number, column: number];

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

  const drawnRows = within(rows, row);
  const drawnCells = within(cells, column);
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

/** Of a row whose cells are all beside the screen: where they are. The keyboard gets there by End and the arrows. */
function Elsewhere(props: {
  places: Map<string, Place>;
  columns: Column[];
  shown: readonly [number, number];
  go: (column: number) => void;
}) {
  const [first, end] = props.shown;
  if (!props.places.size) return null;
  const left: number[] = [];
  const right: number[] = [];
  for (const [n, column] of props.columns.entries()) {
    if (!props.places.has(column.key)) continue;
    if (n < first) left.push(n);
    else if (n < end) return null;
    else right.push(n);
  }
  return (
    <span class="m-elsewhere" aria-hidden="true">
      {left.length > 0 && <span onClick={() => props.go(left.at(-1)!)}>← {sayMany("matrix.to_the_left", left.length)}</span>}
      {right.length > 0 && <span onClick={() => props.go(right[0]!)}>{sayMany("matrix.to_the_right", right.length)} →</span>}
    </span>
  );
}

type Tab = { "data-at": string; tabIndex: number; onFocus: () => void };

function ColumnHead({ column, only, tab }: { column: Column; only: boolean; tab: Tab }) {
  return (
    <button
      type="button"
      aria-pressed={only}
      title={`${column.called}: ${say(only ? "matrix.every_column" : "matrix.only_column")}`}
      onClick={() => setQuery({ touchpoint: only ? "" : column.key }, "push")}
      {...tab}
    >
      <span>
        {column.called}
        {column.spot?.moment && (
          <>
            <span class="star" aria-hidden="true">
              ★
            </span>
            <span class="hidden">, {say("word.moment_of_truth")}</span>
          </>
        )}
      </span>
    </button>
  );
}

/** What a row is about. */
export function RowHead({ line, asked, tab }: { line: Line; asked: Asked; tab?: Tab }) {
  const { rows, personas, facts, scenarios } = index();
  if (line.kind === "group") {
    return (
      <span class="m-about" {...tab}>
        <b>{line.title}</b> <span class="m-of">{sayMany("count.changes", line.rows)}</span> <Tally sum={line.sum} />
      </span>
    );
  }
  const first = line.kind === "fact" ? line.rows[0]! : line.row;
  const outcome = rows.outcome[first]!;
  const about = (
    <span class="m-what">
      <b>{personas[rows.persona[first]!]}</b> {factCalled(facts[rows.fact[first]!]!)}
    </span>
  );
  if (line.kind === "fact") {
    return (
      <button
        type="button"
        class="m-about"
        aria-expanded={line.open}
        onClick={() => setQuery({ open: toggled(asked.open, line.key) })}
        {...tab}
      >
        {about}
        <span class="m-of">{sayMany("count.changes", line.rows.length)}</span>
        <Tally sum={line.sum} />
      </button>
    );
  }
  const scenario = rows.scenario[first]!;
  return (
    <a class="m-about" href={scenarioAddress(scenarios.id[scenario]!)} title={scenarios.name[scenario]} {...tab}>
      {about}
      <span class="m-of">
        {outcome === "refused" && <i>{say("matrix.refused")} </i>}
        {scenarios.name[scenario]}
      </span>
      <Tally sum={line.sum} />
    </a>
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

function within([first, end]: readonly [number, number], more: number): number[] {
  const drawn = Array.from({ length: Math.max(0, end - first) }, (_, n) => first + n);
  if (more >= 0 && (more < first || more >= end)) drawn.push(more);
  return drawn.sort((a, b) => a - b);
}

function next(event: KeyboardEvent, [row, column]: Spot, rows: number, columns: number, page: number): Spot | undefined {
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

function placeAt(at: string, lines: Line[], columns: Column[]): Spot | undefined {
  const column = columns.findIndex((one) => at.endsWith(`.${one.key}`));
  if (column < 0) return undefined;
  const key = at.slice(0, -columns[column]!.key.length - 1);
  const holds = (line: Line) =>
    line.kind === "fact" && line.rows.some((row) => rowKey(row) === key);
  let row = lines.findIndex((line) => line.kind === "change" && rowKey(line.row) === key);
  if (row < 0) row = lines.findIndex(holds);
  return row < 0 ? undefined : [row, column];
}
