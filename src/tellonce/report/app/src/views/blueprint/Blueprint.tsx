// #/blueprint?fact=…&persona=…&owner=…&stage=…&change=<scenario>/<which>&t=…&at=<place>&zoom=…&speed=…
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { More, ScenarioDetail } from "../../payload";
import { loadMore, loadScenario } from "../../payload";
import { address, route, setQuery } from "../../route";
import { index, spot, verdictOf } from "../../run";
import { Later } from "../../shared/Later";
import { say, sayMany } from "../../words";
import { doneFor, planned, plannedOf } from "./acts";
import { ActsDrawn, ActsTable, DoneSaid } from "./CustomerLane";
import { Choices } from "./Choices";
import type { ChangeRow } from "./changes";
import { chosen } from "./changes";
import type { Drawing, Drawings, Edge, PlaceId } from "./drawing";
import { brokenEdge, systemId, touchpointId } from "./drawing";
import { PlacePanel } from "./PlacePanel";
import { Player } from "./Player";
import { play, statesAt, wentAlong } from "./playing";
import type { Look } from "./looks";
import type { SheetProps } from "./Paper";
import { Sheet } from "./Sheet";
import type { Total } from "./totals";
import { totals } from "./totals";
import { EveryPlace, groupsOf, WhoKnew } from "./WhoKnew";

export function Blueprint() {
  return (
    <section class="bp-view" aria-labelledby="bp-title">
      <h1 id="bp-title">{say("blueprint.title")}</h1>
      <Later of="more" load={loadMore}>
        {(more) => (more.blueprint ? <View drawings={more.blueprint} more={more} /> : <p class="empty">{say("blueprint.none")}</p>)}
      </Later>
    </section>
  );
}

function View({ drawings, more }: { drawings: Drawings; more: More }) {
  const { query } = route.value;
  const [fact, persona, key] = [query.get("fact") ?? "", query.get("persona") ?? "", query.get("change") ?? ""];
  const change = useMemo(() => (key ? chosen(key, fact) : undefined), [key, fact]);
  const drawing = drawings.facts[change?.fact ?? fact] ?? drawings.whole;
  return (
    <>
      <p class="bp-lead">{change ? say("blueprint.lead_change") : say("blueprint.lead")}</p>
      <Choices facts={Object.keys(drawings.facts)} change={change} />
      {key && !change && <p class="trouble">{say("blueprint.change_not_found")}</p>}
      {change ? (
        <Later of={change.key} load={() => loadScenario(index().chunks, change.scenario)}>
          {(detail) => <Played {...{ drawing, detail, change, more }} />}
        </Later>
      ) : (
        <AtRest {...{ drawing, drawings, fact, persona, more }} />
      )}
    </>
  );
}

/** What the drawing needs of the address, whichever way it is looked at. */
function shared(): Pick<SheetProps, "at" | "choose" | "zoom" | "setZoom"> {
  const { query } = route.value;
  return {
    at: query.get("at") ?? "",
    choose: (at) => setQuery({ at }, "push"),
    zoom: query.get("zoom") ?? "",
    setZoom: (zoom) => setQuery({ zoom }),
  };
}

/** Whether filters leave a touchpoint out. */
function leftOut(key: string): boolean {
  const { query } = route.value;
  const [owner, stage] = [query.get("owner"), query.get("stage")];
  return Boolean((owner && spot(key)?.owner !== owner) || (stage && spot(key)?.stage !== stage));
}

/** A system is as faint as all that hangs on it. */
function withSystems(drawing: Drawing, looks: Map<PlaceId, Look>, of: (key: string) => Look): Map<PlaceId, Look> {
  const bright = new Set(drawing.edges.filter((e) => e.feeds && !looks.get(touchpointId(e.to))?.faint).map((e) => e.from));
  for (const key of bright)
    for (const edge of drawing.edges) if (!edge.feeds && edge.to === key) bright.add(edge.from);
  const filtered = [...looks.values()].some((look) => look.faint);
  for (const { key } of drawing.systems) looks.set(systemId(key), { ...of(key), faint: filtered && !bright.has(key) });
  return looks;
}

const systemName = (key: string) => index().blueprint.systems[key]?.called ?? key;

function AtRest(props: { drawing: Drawing; drawings: Drawings; fact: string; persona: string; more: More }) {
  const { drawing, fact, persona, more } = props;
  const { query } = route.value;
  const does = useMemo(() => planned(more.plans, persona), [more, persona]);
  const acts = { drawing, does, stage: query.get("stage") ?? "" };
  const counted = useMemo(() => totals(fact, persona), [fact, persona]);
  const looks = withSystems(
    drawing,
    new Map(drawing.cards.map((card) => [touchpointId(card.key), restLook(card.key, card.promise, counted.get(card.key), persona)])),
    (key) => ({ tone: "", says: index().blueprint.systems[key]?.owner ?? "", named: say("blueprint.named_system", { name: systemName(key) }) }),
  );
  const cuts = props.drawings.cuts.filter((cut) => !fact || cut.fact === fact);
  const edges = [...new Set(cuts.map((cut) => brokenEdge(drawing.edges, cut.places, cut.touchpoint)))];
  const common = shared();
  const at = query.get("at") as PlaceId | null;
  return (
    <Halves
      list={
        <>
          <EveryPlace drawing={drawing} totals={counted} looks={looks} choose={common.choose} />
          <ActsTable {...acts} />
        </>
      }
      drawing={
        <>
          <Sheet
            {...common}
            drawing={drawing}
            label={say("blueprint.drawing")}
            acts={<ActsDrawn {...acts} />}
            looks={looks}
            went={() => false}
            cut={edges.filter((edge): edge is Edge => edge !== undefined)}
            moving={false}
          />
          <Key played={false} />
        </>
      }
      panel={
        at &&
        looks.has(at) && (
          <PlacePanel
            at={at}
            drawing={drawing}
            said={at.startsWith("touchpoint:") ? restSaid(counted.get(at.slice(11))) : ""}
            links={cuts.filter((cut) => touchpointId(cut.touchpoint) === at).map((cut) => ({
              to: cut.route,
              says: sayMany("blueprint.broke_for", cut.times, { fact: index().blueprint.facts[cut.fact] ?? cut.fact }),
            }))}
            choose={common.choose}
          />
        )
      }
    />
  );
}

const restSaid = (total: Total | undefined) => (total ? groupsOf(total) : say("blueprint.not_asked"));

function restLook(key: string, promise: string, total: Total | undefined, persona: string): Look {
  const about = spot(key)!;
  const says = total ? groupsOf(total) : say("blueprint.within", { time: promise });
  return {
    tone: total?.worst.group ?? "",
    says,
    verdict: total?.worst,
    faint: leftOut(key) || Boolean(persona && !total),
    named: say("blueprint.named_touchpoint", {
      name: about.called,
      stage: about.stage,
      owner: about.owner,
      promise,
      said: restSaid(total),
    }),
  };
}

function Played(props: { drawing: Drawing; detail: ScenarioDetail; change: ChangeRow; more: More }) {
  const { drawing, detail, change, more } = props;
  const { query } = route.value;
  const does = useMemo(() => plannedOf(more.plans, change), [more, change]);
  const done = useMemo(() => doneFor(more, detail, change), [more, detail, change]);
  const acts = { drawing, does, done, stage: query.get("stage") ?? "" };
  const played = useMemo(() => play(detail, change.ordinal, change.fact, drawing), [detail, change, drawing]);
  const asked = query.get("t");
  const linked = asked === null ? played.end_s : Math.min(played.end_s, Math.max(0, Number(asked) || 0));
  const [t, setT] = useState(linked);
  const [moving, setMoving] = useState(false);
  useEffect(() => setT(linked), [linked, played]);
  const states = useMemo(() => statesAt(drawing, played, t), [drawing, played, t]);
  const looks = withSystems(
    drawing,
    new Map(
      drawing.cards.map(({ key }) => {
        const state = states.get(touchpointId(key))!;
        const cell = played.cells.get(key);
        const verdict = !cell || !state.tone ? undefined : verdictOf(state.tone === "kept" ? "on_time" : cell.verdict);
        const named = say("blueprint.named_state", { name: spot(key)!.called, said: state.says });
        return [touchpointId(key), { ...state, verdict, named, faint: leftOut(key) || !cell }];
      }),
    ),
    (key) => {
      const state = states.get(systemId(key))!;
      return { ...state, named: say("blueprint.named_state", { name: systemName(key), said: state.says }) };
    },
  );
  const know = [...played.cells.keys()].filter((key) => states.get(touchpointId(key))?.knows).length;
  const common = shared();
  const at = query.get("at") as PlaceId | null;
  const setTime = (moment: number, settled: boolean) => {
    // Up, so that who learnt it at this very moment has learnt it by then.
    const linkable = Math.min(played.end_s, Math.ceil(moment * 1000) / 1000);
    setT(settled ? linkable : moment);
    if (settled) setQuery({ t: linkable >= played.end_s ? "" : String(linkable) });
  };
  return (
    <div class="bp-played">
      {done && <DoneSaid done={done} />}
      <Player
        {...{ played, t, know, setTime, setMoving }}
        of={played.cells.size}
        speed={Number(query.get("speed")) || 1}
        setSpeed={(speed) => setQuery({ speed: speed === 1 ? "" : String(speed) })}
      />
      <Halves
        list={
          <>
            <WhoKnew drawing={drawing} played={played} states={states} change={change} />
            <ActsTable {...acts} />
          </>
        }
        drawing={
          <>
            <Sheet
              {...common}
              drawing={drawing}
              label={say("blueprint.drawing_of", { fact: index().blueprint.facts[change.fact] ?? change.fact })}
              acts={<ActsDrawn {...acts} />}
              looks={looks}
              went={(edge) => wentAlong(edge, states)}
              cut={played.broken.filter((one) => one.at_s <= t).map((one) => one.edge)}
              moving={moving}
            />
            <Key played />
          </>
        }
        panel={
          at &&
          looks.has(at) && (
            <PlacePanel
              at={at}
              drawing={drawing}
              said={states.get(at)!.says}
              links={
                at.startsWith("touchpoint:") && played.cells.has(at.slice(11))
                  ? [
                      {
                        to: address("cell", [...change.key.split("/"), change.fact, at.slice(11)]),
                        says: say("blueprint.see_evidence"),
                      },
                    ]
                  : []
              }
              choose={common.choose}
            />
          )
        }
      />
    </div>
  );
}

/** On a narrow screen the list comes first; the drawing scrolls. */
function Halves(props: { list: ComponentChildren; drawing: ComponentChildren; panel: ComponentChildren }) {
  const asked = matchMedia("(max-width: 52rem)");
  const [narrow, setNarrow] = useState(asked.matches);
  useEffect(() => {
    const changed = () => setNarrow(asked.matches);
    asked.addEventListener("change", changed);
    return () => asked.removeEventListener("change", changed);
  }, []);
  const drawn = (
    <div class="bp-drawn" key="drawn">
      {props.drawing}
      {props.panel}
    </div>
  );
  return narrow ? [<div key="list">{props.list}</div>, drawn] : [drawn, <div key="list">{props.list}</div>];
}

function Key({ played }: { played: boolean }) {
  return (
    <ul class="bp-key" aria-label={say("blueprint.key")}>
      {played && (
        <li>
          <svg class="bp-sample" viewBox="0 0 34 18" aria-hidden="true">
            <g class="bp-act done">
              <rect x={1} y={1} width={32} height={16} rx={4} />
            </g>
          </svg>
          {say("blueprint.key_act")}
        </li>
      )}
      {played && (
        <li>
          <svg class="bp-sample" viewBox="0 0 34 12" aria-hidden="true">
            <path class="bp-edge went" d="M0 6H28" />
            <path class="bp-tip went" d="M27 2.5L33 6L27 9.5z" />
          </svg>
          {say("blueprint.key_went")}
        </li>
      )}
      <li>
        <svg class="bp-sample" viewBox="0 0 34 18" aria-hidden="true">
          <path class="bp-edge cut" d="M0 9H34" />
          <g class="bp-cut" transform="translate(17 9)">
            <circle r={8} />
            <path d="m-3.5-3.5 7 7m0-7-7 7" />
          </g>
        </svg>
        {say("blueprint.key_cut")}
      </li>
      <li>
        <svg class="bp-sample" viewBox="0 0 34 12" aria-hidden="true">
          <path class="bp-edge" d="M0 6H34" />
        </svg>
        {say(played ? "blueprint.key_way" : "blueprint.key_hop")}
      </li>
      <li>
        <svg class="bp-sample bp-star-sample" viewBox="0 0 16 16" aria-hidden="true">
          <path class="bp-star" d="m8 1 2.1 4.6 5 .5-3.8 3.4 1.1 4.9L8 11.9l-4.4 2.5 1.1-4.9L.9 6.1l5-.5z" />
        </svg>
        {say("word.moment_of_truth")}
      </li>
    </ul>
  );
}
