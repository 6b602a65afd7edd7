// What a place of the matrix shows: sign, word, time against the promise, what became of it since.
import type { SinceKind } from "../../payload";
import { index, verdict } from "../../run";
import { Icon } from "../../shared/Verdict";
import { count, say } from "../../words";
import type { Place } from "./meetings";
import { brief, ofPromise, shareOf } from "./times";

/** Where the promise ends on the bar: the rest is for what is late. */
const PROMISE = 0.8;

export function Face({ place }: { place: Place }) {
  const found = verdict(place.worst);
  const many = place.count > 1;
  // Of several, a time is told only where even the worst got the news: "still old, 14 d" would say something else.
  const reached = index().cells.reached[place.cell] != null;
  const took = reached && place.slowest >= 0 ? index().cells.reached[place.slowest] : null;
  const time = many ? (took == null ? "" : brief(took)) : ofPromise(place.cell);
  return (
    <>
      <Icon verdict={found} />
      <span class="m-word">{found.short}</span>
      <span class="m-time">
        {many && <b>{say("matrix.n_of", { n: count(place.same), of: count(place.count) })}</b>}
        {many && time && " · "}
        {time}
      </span>
      {reached && place.slowest >= 0 && <Bar share={shareOf(place.slowest)} />}
      {place.since && <Mark kind={place.since} />}
    </>
  );
}

/** A promise as a line with a mark where it ends, and how far the news took. The text beside it says the same. */
export function Bar({ share }: { share: number | null }) {
  if (share === null) return null;
  const width = Math.max(0.03, Math.min(1, share * PROMISE));
  return (
    <span class={`m-bar${share > 1 ? " late" : ""}`} aria-hidden="true">
      <span style={{ width: `${width * 100}%` }} />
    </span>
  );
}

const SHAPES: Partial<Record<SinceKind, string>> = {
  broken: "▼",
  mended: "▲",
  unseen: "◌",
  settled: "●",
  new: "+",
  gone: "–",
};

export function Mark({ kind }: { kind: SinceKind }) {
  const shape = SHAPES[kind];
  if (!shape) return null;
  return (
    <span class={`m-mark s-${kind}`} title={say(`matrix.since_${kind}`)}>
      <span aria-hidden="true">{shape}</span>
      <span class="hidden">{say(`matrix.since_${kind}`)}</span>
    </span>
  );
}

/** How many of a row are of its worst kind. */
export function Tally(props: { sum: { worst: number; counts: Record<string, number>; holes: number } }) {
  const { worst, counts, holes } = props.sum;
  if (worst < 0 && !holes) return null;
  const group = worst < 0 ? "hole" : verdict(worst).group;
  const of = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return (
    <span class={`m-tally ${group}`}>
      {worst >= 0 && say(`matrix.tally_${group}`, { n: count(counts[group]!), of: count(of) })}
      {worst >= 0 && holes > 0 && ", "}
      {holes > 0 && say("matrix.tally_holes", { n: count(holes) })}
    </span>
  );
}
