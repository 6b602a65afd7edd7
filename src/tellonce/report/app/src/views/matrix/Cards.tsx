// The matrix where there is no room for a table: a card for each row, with what is not kept first. On paper the same,
// whole.
import { useMemo, useRef } from "preact/hooks";
import { index, verdict } from "../../run";
import { setQuery } from "../../route";
import { cellAddressOf } from "../../shared/addresses";
import { offsetsOf, rem, useSpan } from "../../shared/inView";
import { say, sayMany } from "../../words";
import { type Asked, toggled } from "./asked";
import { Face } from "./Face";
import { RowHead } from "./Heads";
import { type Line, picky, rowKey } from "./lines";
import { type Place, placesOf } from "./meetings";
import { type Column, holeAt } from "./places";
import type { Difference } from "./since";

const HEAD = 6.5;
const GROUP = 3.5;
const ENTRY = 3.5;
const PRINTED = 2000;

interface Entry {
  column: Column;
  place: Place | undefined;
}

interface Props {
  asked: Asked;
  lines: Line[];
  columns: Column[];
  difference: Difference | undefined;
  printed: boolean;
}

export function Cards({ asked, lines, columns, difference, printed }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const px = rem();
  const placesAt = useMemo(() => placesOf(asked, difference), [lines, difference]);
  const offsets = useMemo(
    () => offsetsOf(printed ? [] : lines.map((line) => heightOf(line, asked, columns, placesAt) * px)),
    [lines, columns, difference, asked, px, printed],
  );
  const [first, end] = useSpan(list, offsets, "down");
  const drawn = printed ? lines.slice(0, PRINTED) : lines.slice(first, end);
  return (
    <>
      <ul
        class={`m-cards${printed ? " printed" : ""}`}
        ref={list}
        aria-labelledby="matrix-title"
        style={printed ? {} : { paddingTop: `${offsets[first]}px`, height: `${offsets[lines.length]}px` }}
      >
        {drawn.map((line, n) => (
          <li
            key={`${line.kind} ${line.key}`}
            class={`m-card of-${line.kind}`}
            aria-setsize={lines.length}
            aria-posinset={(printed ? 0 : first) + n + 1}
            style={printed ? {} : { height: `${offsets[first + n + 1]! - offsets[first + n]!}px` }}
          >
            <Card line={line} asked={asked} columns={columns} placesAt={placesAt} printed={printed} />
          </li>
        ))}
      </ul>
      {printed && lines.length > PRINTED && <p class="empty">{sayMany("matrix.not_printed", lines.length - PRINTED)}</p>}
    </>
  );
}

type PlacesAt = (line: Line) => Map<string, Place>;

/** What a card is called among what is unfolded. */
function cardKey(line: Line): string {
  return `c.${line.kind === "change" ? rowKey(line.row) : line.key}`;
}

function Card(props: { line: Line; asked: Asked; columns: Column[]; placesAt: PlacesAt; printed: boolean }) {
  const { line, asked, columns, placesAt, printed } = props;
  const head = <RowHead line={line} asked={asked} />;
  if (line.kind === "group") return <div class="m-inner">{head}</div>;
  const [told, kept] = entriesOf(line, asked, columns, placesAt);
  const key = cardKey(line);
  const open = printed || asked.open.has(key);
  return (
    <div class="m-inner">
      {head}
      <ul>
        {[...told, ...(open ? kept : [])].map(({ column, place }) => (
          <li key={column.key}>
            <span class="m-place">
              {column.called}
              {column.spot?.moment && <span class="star"> ★</span>}
            </span>
            {place?.count ? (
              <a
                class={`m-face ${verdict(place.worst).group}`}
                href={cellAddressOf(place.row, place.cell)}
                onClick={() => setQuery({ at: `${rowKey(place.row)}.${column.key}` })}
              >
                <span class="hidden">{column.called}: </span>
                <Face place={place} />
              </a>
            ) : (
              <span class={`m-cell m-${place?.gone ? "gone" : "hole"}`}>
                <span class="m-hole">{say(place?.gone ? "matrix.since_gone" : "matrix.hole")}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
      {!printed && kept.length > 0 && (
        <button
          type="button"
          class="m-rest"
          aria-expanded={open}
          onClick={() => setQuery({ open: toggled(asked.open, key) })}
        >
          {open ? say("matrix.fold_kept") : sayMany("matrix.and_kept", kept.length)}
        </button>
      )}
    </div>
  );
}

/** What must be told, the worst first, and what was kept. */
function entriesOf(
  line: Line,
  asked: Asked,
  columns: Column[],
  placesAt: PlacesAt,
): [told: Entry[], kept: Entry[]] {
  const places = placesAt(line);
  const told: Entry[] = [];
  const kept: Entry[] = [];
  if (line.kind === "group") return [told, kept];
  const { rows, verdicts } = index();
  const row = line.kind === "fact" ? line.rows[0]! : line.row;
  const some = picky(asked);
  for (const column of columns) {
    const place = places.get(column.key);
    if (!place) {
      if (some && !asked.verdict.includes("hole")) continue;
      if (holeAt(column, rows.persona[row]!, rows.fact[row]!).kind === "hole") told.push({ column, place });
    } else if (!place.count) told.push({ column, place });
    else if (some && !place.fits) continue;
    else if (!some && verdicts[place.worst]!.group === "kept" && !place.since) kept.push({ column, place });
    else told.push({ column, place });
  }
  told.sort((a, b) => (a.place?.worst ?? 99) - (b.place?.worst ?? 99));
  return [told, kept];
}

function heightOf(line: Line, asked: Asked, columns: Column[], placesAt: PlacesAt): number {
  if (line.kind === "group") return GROUP;
  const [told, kept] = entriesOf(line, asked, columns, placesAt);
  const open = asked.open.has(cardKey(line));
  return HEAD + ENTRY * (told.length + (open ? kept.length : 0)) + (kept.length ? 3 : 0.5);
}
