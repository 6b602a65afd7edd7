// #/cell/<scenario>/<change>/<fact>/<touchpoint>: one promise to one customer, from what she told to the evidence.
import { useEffect } from "preact/hooks";
import type { Cell, Exhibit as Piece, ScenarioDetail } from "../../payload";
import { loadScenario } from "../../payload";
import { address, route, setQuery } from "../../route";
import { called, index, scenarioNumber, spot, verdictOf } from "../../run";
import { runScenario } from "../../shared/commands";
import { Copy } from "../../shared/Copy";
import { Exhibit } from "../../shared/Exhibit";
import { Later } from "../../shared/Later";
import { Nothing } from "../../shared/Nothing";
import { sentOnlyThen } from "../../shared/sooner";
import { Icon } from "../../shared/Verdict";
import { about, inLanguage, say, sayMany } from "../../words";
import { Difference } from "./Difference";
import { LookTable } from "./LookTable";
import { cellAddress, neighbours } from "./neighbours";
import { Sight } from "./Sight";
import { Siblings } from "./Siblings";
import { Timeline } from "./Timeline";

export function CellPage({ path }: { path: string[] }) {
  const [key = "", change = "", fact = "", touchpoint = ""] = path;
  const number = scenarioNumber(key);
  if (number === undefined) return <Nothing />;
  return (
    <Later of={path.join("/")} load={() => loadScenario(index().chunks, number)}>
      {(detail) => {
        const cell = detail.cells.find(
          (one) => String(one.change) === change && one.fact === fact && one.touchpoint === touchpoint,
        );
        return cell ? <Told cell={cell} detail={detail} number={number} /> : <Nothing />;
      }}
    </Later>
  );
}

function Told({ cell, detail, number }: { cell: Cell; detail: ScenarioDetail; number: number }) {
  const { scenarios } = index();
  const key = scenarios.id[number]!;
  const change = detail.changes[cell.change - 1];
  useEffect(() => {
    document.title = `${headline(cell, 120)} · Tellonce`;
  }, [cell]);
  return (
    <article class="cell-page">
      <Where cell={cell} number={number} />
      <Head cell={cell} detail={detail} number={number} />
      <section aria-labelledby="expected">
        <h2 id="expected">{say("cell.expected_seen")}</h2>
        <Difference cell={cell} />
      </section>
      <section aria-labelledby="looks">
        <h2 id="looks">{say("cell.looks")}</h2>
        {cell.looks.length ? (
          <>
            <Timeline cell={cell} change={change} />
            <LookTable cell={cell} change={change} />
          </>
        ) : (
          <p class="empty">{say("cell.no_looks")}</p>
        )}
      </section>
      <section aria-labelledby="evidence" class="evidence">
        <h2 id="evidence">{say("cell.evidence")}</h2>
        <Evidence cell={cell} />
      </section>
      <div class="two">
        <section aria-labelledby="broke">
          <h2 id="broke">{say("cell.broke")}</h2>
          <Broke cell={cell} scenario={key} />
        </section>
        <section aria-labelledby="knew">
          <h2 id="knew">{say("cell.who_knew")}</h2>
          <Siblings cell={cell} detail={detail} scenario={key} />
        </section>
      </div>
      <section aria-labelledby="replay">
        <h2 id="replay">{say("cell.replay")}</h2>
        <Copy label={say("cell.explain")} command={`tellonce explain ${cell.id}`} />
        <Copy label={say("cell.run_again")} command={runScenario(number)} />
      </section>
    </article>
  );
}

function Where({ cell, number }: { cell: Cell; number: number }) {
  const { scenarios, journeys } = index();
  const key = scenarios.id[number]!;
  const next = neighbours(cellAddress(key, cell.change, cell.fact, cell.touchpoint));
  return (
    <div class="where">
      <nav aria-label={say("cell.breadcrumb")}>
        <span class="path">{journeys[scenarios.journey[number]!]!.feature}</span>{" "}
        <a href={address("scenario", [key])}>{scenarios.name[number]}</a>
      </nav>
      {next.at > 0 && next.of > 1 && (
        <nav class="breaks-nav" aria-label={say("cell.breaks")}>
          {next.before && (
            <a href={next.before} rel="prev">
              <span aria-hidden="true">← </span>
              {say("cell.previous")}
            </a>
          )}
          <span class="note">{say("cell.break_n", { n: next.at, all: next.of })}</span>
          {next.after && (
            <a href={next.after} rel="next">
              {say("cell.next")}
              <span aria-hidden="true"> →</span>
            </a>
          )}
        </nav>
      )}
    </div>
  );
}

function Head({ cell, detail, number }: { cell: Cell; detail: ScenarioDetail; number: number }) {
  const verdict = verdictOf(cell.verdict);
  const place = spot(cell.touchpoint);
  const { scenarios, journeys, personas } = index();
  const step = detail.steps.find(([, , , , , line]) => line === cell.line);
  const asked = step ?? detail.steps.find(([, , , , , line]) => line === detail.changes[cell.change - 1]?.line);
  const persona = detail.customers[0]?.persona ?? personas[scenarios.personas[number]?.[0] ?? 0] ?? "";
  return (
    <header class={`head ${verdict.group}`}>
      <p class="verdict-said">
        <Icon verdict={verdict} /> <b>{verdict.short}</b> <span>{verdict.meaning}</span>
      </p>
      <h1>{headline(cell, 320)}</h1>
      {cell.also && (
        <p class="also" {...inLanguage(cell.also_language)}>
          {cell.also}
        </p>
      )}
      <dl class="glance">
        <div>
          <dt>{say("word.touchpoint")}</dt>
          <dd>
            {called(cell.touchpoint)}
            {place?.moment && <span class="truth"> {say("word.moment_of_truth")}</span>}
          </dd>
        </div>
        <div>
          <dt>{say("cell.promise")}</dt>
          <dd>{say("cell.promise_within", { promise: cell.promised })}</dd>
        </div>
        <div>
          <dt>{say("cell.reached")}</dt>
          <dd>
            {cell.reached_s !== null
              ? say("cell.reached_after", { time: about(cell.reached_s), persona })
              : cell.looks.length
                ? say("cell.never_reached", { time: about(cell.watched_s) })
                : say("cell.not_looked")}
            {sentOnlyThen(cell) && <span class="note only-then">{say("cell.sent_only_then")}</span>}
          </dd>
        </div>
        <div>
          <dt>{say("cell.owner")}</dt>
          <dd>{place?.owner || say("first.nobody_owns_it")}</dd>
        </div>
      </dl>
      <dl class="small-print">
        {place && (
          <div>
            <dt>{say("cell.looked_at")}</dt>
            <dd>
              {say("cell.looked_at_lane", { place: place.called, lane: say(`lane.${place.lane}`), probe: place.probe })}.{" "}
              {say(`cell.lane_${place.lane}`)}
            </dd>
          </div>
        )}
        <div>
          <dt>{say("cell.why")}</dt>
          <dd>
            <span {...inLanguage(cell.reason_language)}>{cell.reason}</span>
            {cell.clock && ` (${say("cell.time_used")}: ${cell.clock})`}
          </dd>
        </div>
        {cell.flags.length > 0 && (
          <div>
            <dt>{say("cell.also_true")}</dt>
            <dd>{cell.flags.map(flagged).join("; ")}</dd>
          </div>
        )}
        {asked && (
          <div>
            <dt>{say("cell.asked")}</dt>
            <dd>
              <span class="keyword">{asked[0]}</span> {asked[1]}{" "}
              <span class="path">
                {journeys[scenarios.journey[number]!]!.path}, {say("cell.line", { n: asked[5] })}
              </span>
            </dd>
          </div>
        )}
      </dl>
    </header>
  );
}

function Evidence({ cell }: { cell: Cell }) {
  const shown = once(cell.evidence);
  const known = new Set(shown.map(name));
  const earlier = once(cell.looks.flatMap((look) => look.evidence)).filter((one) => !known.has(name(one)));
  const open = route.value.query.get("earlier") === "1" || shown.length === 0;
  const masked = Object.entries(index().masked);
  return (
    <>
      {shown.length === 0 && earlier.length === 0 && <p class="empty">{say("cell.no_evidence")}</p>}
      <Shown exhibits={shown} cell={cell} />
      {earlier.length > 0 && (
        <details
          class="earlier"
          open={open}
          onToggle={(event) => setQuery({ earlier: event.currentTarget.open && shown.length ? "1" : "" })}
        >
          <summary>
            {say("cell.earlier_evidence")} <span class="n">{earlier.length}</span>
          </summary>
          <Shown exhibits={earlier} cell={cell} />
        </details>
      )}
      {masked.length > 0 && (
        <p class="note masked-said">
          {sayMany("mask.counted", masked.reduce((sum, [, number]) => sum + number, 0), {
            rules: masked.map(([rule, number]) => `${rule} (${number})`).join(", "),
          })}
        </p>
      )}
    </>
  );
}

/** Each piece with the look that it is of: two pictures of one page differ in when they were taken. */
function Shown({ exhibits, cell }: { exhibits: Piece[]; cell: Cell }) {
  return (
    <div class="exhibits">
      {exhibits.map((exhibit) => {
        const look = cell.looks.find((one) => one.evidence.some((piece) => name(piece) === name(exhibit)));
        return (
          <div key={name(exhibit)}>
            {look && (
              <p class="of-look">
                <Sight sight={look.sight} /> <span class="note">{say("cell.seen_after", { time: about(look.at_s) })}</span>
              </p>
            )}
            <Exhibit exhibit={exhibit} />
          </div>
        );
      })}
    </div>
  );
}

function name(exhibit: Piece): string {
  return exhibit.picture ?? JSON.stringify(exhibit);
}

function once(exhibits: Piece[]): Piece[] {
  const known = new Set<string>();
  return exhibits.filter((one) => !known.has(name(one)) && known.add(name(one)));
}

/** Verdicts of news that was lost, changed or held up on its way. */
const ON_THE_WAY = ["stale", "lost", "partial", "garbled", "reverted", "flapping", "late"];

function Broke({ cell, scenario }: { cell: Cell; scenario: string }) {
  const [last, first] = cell.broke;
  const change = { change: `${scenario}/${cell.change}`, fact: cell.fact, at: `touchpoint:${cell.touchpoint}` };
  return (
    <>
      {last && first ? (
        <ol class="broke">
          <li class="kept">
            <span class="label">{say("cell.broke_last")}</span> <b>{last}</b>
          </li>
          <li class="broken">
            <span class="label">{say("cell.broke_first")}</span> <b>{first}</b>
          </li>
        </ol>
      ) : (
        <p class="empty">{ON_THE_WAY.includes(cell.verdict) ? say("cell.broke_unknown") : say("cell.nothing_broke")}</p>
      )}
      {cell.broke_how && <p {...inLanguage(cell.broke_language)}>{cell.broke_how}</p>}
      <p class="more">
        <a href={address("blueprint", [], change)}>{say("cell.on_blueprint")}</a>{" "}
      </p>
    </>
  );
}

/** What is true beside the verdict: another finding, or a circumstance. */
function flagged(flag: string): string {
  const finding = index().verdicts.find((one) => one.key === flag);
  return finding ? `${finding.short}: ${finding.meaning}` : say(`flag.${flag}`);
}

/** A headline is a sentence: what a service or a project makes endless is cut. */
function headline(cell: Cell, longest: number): string {
  return cell.says.length > longest ? `${cell.says.slice(0, longest)}…` : cell.says;
}
