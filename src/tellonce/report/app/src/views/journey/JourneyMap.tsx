// The map: stages as columns of a table; on a narrow screen the same, stage after stage.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { capitalised, channelName } from "../../shared/names";
import { about, say, sayMany } from "../../words";
import { Curve, Face, feeling } from "./Feels";
import type { Cost } from "./spent";
import { channelsOf, lastToCome, promisesOf, type Stage } from "./stages";
import { Touchpoint } from "./Touchpoint";

interface MapProps {
  stages: Stage[];
  name: string;
  /** Stage -> what she did in it; "" for what no stage can be given. Empty where the run does not say. */
  spent: Map<string, Cost>;
}

export function JourneyMap(props: MapProps) {
  const rest = props.spent.get("");
  return (
    <>
      <Wide {...props} />
      <Narrow {...props} />
      {rest && (
        <p class="note unplaced">
          <b>{say("journey.unplaced")}</b> {figures(rest).join(", ")}. {say("journey.unplaced_why")}
        </p>
      )}
    </>
  );
}

function Wide({ stages, name, spent }: MapProps) {
  const under = useRoom(stages.length);
  const planned = stages.some((stage) => stage.kind === "planned");
  const lane = (heading: string, of: (stage: Stage, nth: number) => ComponentChildren, kind = "") => (
    <tr class={kind}>
      <th scope="row">{heading}</th>
      {stages.map((stage, nth) => (
        <td>{of(stage, nth)}</td>
      ))}
    </tr>
  );
  return (
    <div class={`scroller map-wide${under === null ? "" : " fits"}`} style={{ "--under": `${under ?? 0}px` }} role="region" tabIndex={0} aria-label={say("journey.map_of", { journey: name })}>
      <table class="map">
        <colgroup>
          <col class="heads" />
          {stages.map(() => (
            <col />
          ))}
        </colgroup>
        <thead>
          <tr>
            <td class="corner">{say("word.stage")}</td>
            {stages.map((stage, nth) => (
              <th scope="col" class={stage.kind}>
                <StageName stage={stage} nth={nth} />
              </th>
            ))}
          </tr>
        </thead>
        {planned && (
          <tbody>
            <Part name={say("journey.planned")} columns={stages.length} />
            {lane(say("journey.does"), (stage) => stage.does)}
            {lane(say("journey.thinks"), (stage) => stage.thinks && <q>{stage.thinks}</q>)}
            {lane(
              say("journey.feels"),
              (stage, nth) =>
                stage.height > 0 && (
                  <>
                    <Curve before={stages[nth - 1]?.height ?? 0} here={stage.height} after={stages[nth + 1]?.height ?? 0} />
                    <span class="feeling">{feeling(stage)}</span>{" "}
                    <BrokeHere stage={stage} />
                  </>
                ),
              "feels",
            )}
          </tbody>
        )}
        <tbody>
          <Part name={say("journey.measured")} columns={stages.length} />
          {lane(say("journey.waiting"), (stage) => <Waited stage={stage} />)}
          {spent.size > 0 && lane(say("journey.effort"), (stage) => <Spent stage={stage} spent={spent} />)}
          {lane(say("journey.promises"), (stage) => <Promises stage={stage} />)}
        </tbody>
        <tbody>
          <Part name={say("journey.met_by_channel")} columns={stages.length} />
          {channelsOf(stages).map((channel) =>
            lane(
              capitalised(channelName(channel)) || say("journey.no_channel"),
              (stage) => {
                const here = stage.touches.filter((one) => one.channel === channel);
                return (
                  here.length > 0 && (
                    <ul>
                      {here.map((one) => (
                        <li>
                          <Touchpoint touch={one} />
                        </li>
                      ))}
                    </ul>
                  )
                );
              },
              "channel",
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

const STAGE_REM = 10.75;
const HEADS_REM = 14;

/** Whether all stages fit beside each other: then nothing scrolls sideways, and their names can stay in sight. How many
 * pixels of the page's own head they then stay under; null where they do not fit. */
function useRoom(stages: number): number | null {
  const [under, setUnder] = useState<number | null>(null);
  useEffect(() => {
    const look = () => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      const top = document.querySelector<HTMLElement>(".top");
      const stays = top && getComputedStyle(top).position === "sticky" ? top.offsetHeight : 0;
      setUnder((stages * STAGE_REM + HEADS_REM) * rem <= innerWidth ? stays : null);
    };
    look();
    addEventListener("resize", look);
    return () => removeEventListener("resize", look);
  }, [stages]);
  return under;
}

function Part({ name, columns }: { name: string; columns: number }) {
  return (
    <tr class="part">
      <th scope="rowgroup" colSpan={columns + 1}>
        <span>{name}</span>
      </th>
    </tr>
  );
}

function StageName({ stage, nth }: { stage: Stage; nth: number }) {
  return (
    <>
      <span class="stage-name">
        {stage.kind !== "beyond" && <span class="nth">{nth + 1}</span>} {stage.name}
      </span>{" "}
      {stage.moment && <span class="truth">{say("word.moment_of_truth")}</span>}{" "}
      {stage.outOfOrder && <span class="deviates">{say("deviates.out_of_order")}</span>}
    </>
  );
}

/** Beside what she is meant to feel: what was measured in the same stage. */
function BrokeHere({ stage }: { stage: Stage }) {
  const { broken } = promisesOf(stage);
  return broken > 0 && <span class="broke-here">{sayMany("journey.broke_here", broken)}</span>;
}

function Waited({ stage }: { stage: Stage }) {
  const last = lastToCome(stage);
  if (!last) return <span class="soft">{stage.touches.some((one) => one.verdict) ? say(stage.ofValues ? "journey.never_right" : "journey.nothing_came") : stage.touches[0]?.state}</span>;
  const long = last.latest_s! >= 1;
  return (
    <>
      <b class="figure">{long ? about(last.latest_s) : say("journey.no_wait")}</b>{" "}
      {long && <span class="soft">{say("journey.until", { touchpoint: last.called })}</span>}
    </>
  );
}

/** What it cost her, the number of her acts first; of the rest what there is any of. */
function figures(cost: Cost): string[] {
  const some = (["contacts", "pages", "fields", "interactions", "repeated", "transfers"] as const).filter((name) => cost[name]);
  const waited = cost.waited_s >= 0.05 ? [say("effort.waited", { time: about(cost.waited_s) })] : [];
  const lost = cost.gave_up ? [sayMany("journey.gave_up", cost.gave_up)] : [];
  return [sayMany("effort.acts", cost.acts), ...some.map((name) => sayMany(`effort.${name}`, cost[name])), ...waited, ...lost];
}

function Spent({ stage, spent }: { stage: Stage; spent: Map<string, Cost> }) {
  const cost = stage.kind === "beyond" ? undefined : spent.get(stage.name);
  if (!cost) return <span class="soft">{stage.kind !== "beyond" && say("journey.no_act")}</span>;
  const [acts, ...rest] = figures({ ...cost, gave_up: 0 });
  return (
    <>
      <b class="figure">{acts}</b> <span class="soft">{rest.join(", ")}</span>{" "}
      {cost.gave_up > 0 && <b class="bad">{sayMany("journey.gave_up", cost.gave_up)}</b>}
    </>
  );
}

function Promises({ stage }: { stage: Stage }) {
  const { kept, broken, unsure } = promisesOf(stage);
  if (!kept && !broken && !unsure) return <span class="soft">{say("journey.none_judged")}</span>;
  return (
    <span class="promises">
      {broken > 0 && <b class="bad">{sayMany("journey.broken", broken)}</b>}{" "}
      {unsure > 0 && <b class="unsure">{sayMany("journey.unsure", unsure)}</b>}{" "}
      {kept > 0 && <span class="good">{sayMany("journey.kept", kept)}</span>}
    </span>
  );
}

function Narrow({ stages, spent }: MapProps) {
  return (
    <ol class="map-narrow">
      {stages.map((stage, nth) => (
        <li class={stage.kind}>
          <h3>
            <StageName stage={stage} nth={nth} />
          </h3>
          <dl>
            {stage.does && <Said head={say("journey.does")}>{stage.does}</Said>}
            {stage.thinks && (
              <Said head={say("journey.thinks")}>
                <q>{stage.thinks}</q>
              </Said>
            )}
            {stage.height > 0 && (
              <Said head={say("journey.feels")}>
                <span class="feeling">
                  <Face height={stage.height} /> {feeling(stage)}
                </span>
                <BrokeHere stage={stage} />
              </Said>
            )}
            <Said head={say("journey.waiting")}>
              <Waited stage={stage} />
            </Said>
            {spent.size > 0 && stage.kind !== "beyond" && (
              <Said head={say("journey.effort")}>
                <Spent stage={stage} spent={spent} />
              </Said>
            )}
            <Said head={say("journey.promises")}>
              <Promises stage={stage} />
            </Said>
          </dl>
          <ul>
            {stage.touches.map((one) => (
              <li>
                <span class="channel-name">{capitalised(channelName(one.channel))}</span>
                <Touchpoint touch={one} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function Said({ head, children }: { head: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{head}</dt>
      <dd>{children}</dd>
    </div>
  );
}
