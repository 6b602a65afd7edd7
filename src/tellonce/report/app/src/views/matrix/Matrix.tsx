// Who learned what: changes down, touchpoints across. #/matrix?persona=…&verdict=broken&sort=slowest
import { useEffect, useMemo } from "preact/hooks";
import { index } from "../../run";
import { route } from "../../route";
import { useMedia, usePrinted } from "../../shared/inView";
import { prepareSearch } from "../../shared/search";
import { called } from "../../run";
import { say, sayMany } from "../../words";
import { askedOf } from "./asked";
import { Cards } from "./Cards";
import { Grid } from "./Grid";
import { Legend, NeverMet } from "./Legend";
import { factCalled, linesOf } from "./lines";
import { columnsOf } from "./places";
import { type Difference, useDifference } from "./since";
import { Toolbar } from "./Toolbar";

export function Matrix() {
  const { query } = route.value;
  const difference = useDifference();
  const narrow = useMedia("(max-width: 52rem)");
  const printed = usePrinted();
  useEffect(prepareSearch, []);
  const text = query.toString();
  // Where one was and what is unfolded of the page's own parts changes no row.
  const asked = useMemo(() => askedOf(new URLSearchParams(text)), [text]);
  const found = useMemo(() => linesOf(asked, difference), [text, difference]);
  const whole = useMemo(
    () => (asked.verdict.length || asked.since.length ? linesOf({ ...asked, verdict: [], since: [] }, difference) : found),
    [text, difference],
  );
  const { columns, bands } = useMemo(() => columnsOf(asked, (column) => found.met.has(column.key)), [found]);
  const cards = printed || narrow;
  return (
    <section class="matrix-view" aria-labelledby="matrix-title">
      <h1 id="matrix-title">{say("matrix.heading")}</h1>
      <p class="m-lead">{say("matrix.lead")}</p>
      {index().rows.cells.length === 0 ? (
        <p class="empty">{say("matrix.nothing")}</p>
      ) : (
        <>
          <Toolbar asked={asked} sum={whole.sum} difference={difference} />
          <p class="m-count" role="status">
            {say("matrix.shown", {
              changes: sayMany("count.changes", found.rows),
              touchpoints: sayMany("matrix.touchpoints", columns.length),
            })}
          </p>
          {found.lines.length === 0 ? (
            <p class="empty">{say("matrix.none")}</p>
          ) : cards ? (
            <Cards asked={asked} lines={found.lines} columns={columns} difference={difference} printed={printed} />
          ) : (
            <Grid asked={asked} lines={found.lines} columns={columns} bands={bands} difference={difference} />
          )}
          <Gone difference={difference} />
          <Legend difference={difference} />
          <NeverMet />
        </>
      )}
    </section>
  );
}

const MOST_GONE = 50;

/** Cells of the run before whose change this run has not. */
function Gone({ difference }: { difference: Difference | undefined }) {
  const gone = difference?.elsewhere ?? [];
  if (!gone.length) return null;
  return (
    <section class="m-never" aria-labelledby="matrix-gone">
      <h2 id="matrix-gone">{say("matrix.gone")}</h2>
      <p>{sayMany("matrix.gone_means", gone.length)}</p>
      <ul>
        {gone.slice(0, MOST_GONE).map(([scenario, change, fact, touchpoint]) => (
          <li key={`${scenario} ${change} ${fact} ${touchpoint}`}>
            {called(touchpoint)} <span class="path">{factCalled(fact)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
