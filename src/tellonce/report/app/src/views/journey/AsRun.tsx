import { loadScenario, type Described } from "../../payload";
import { address, route, setQuery } from "../../route";
import { index } from "../../run";
import { Example } from "../../shared/AsWritten";
import { Later } from "../../shared/Later";
import { ofRule, Prose } from "../../shared/Prose";
import { Status } from "../../shared/Status";
import { Steps } from "../../shared/Steps";
import { about, count, say, sayMany } from "../../words";
import { worstFirst, type LivedJourney } from "../journeys/lived";

const MOST = 60;
const ALL = "all";

/** The Gherkin of a journey with its results, in the order of the file; of very many scenarios, those that ended worst. */
export function AsRun({ journey, described }: { journey: LivedJourney; described: Described | undefined }) {
  const run = index();
  const shown = journey.scenarios.length > MOST ? worstFirst(journey.scenarios).slice(0, MOST) : journey.scenarios;
  const asked = route.value.query.get("open") ?? "";
  const opened = new Set(asked === ALL ? shown.map((one) => run.scenarios.id[one]!) : asked.split(",").filter(Boolean));
  const turn = (key: string, open: boolean) => {
    if (opened.has(key) === open) return;
    if (open) opened.add(key);
    else opened.delete(key);
    setQuery({ open: [...opened].join(",") });
  };
  return (
    <section class="as-run" aria-labelledby="as-run-title">
      <div class="as-run-head">
        <h2 id="as-run-title">
          {say("journey.as_run")} <span class="n">{count(journey.scenarios.length)}</span>
        </h2>
        <button type="button" class="button" onClick={() => setQuery({ open: opened.size ? "" : ALL })}>
          {say(opened.size ? "journey.fold_all" : "journey.unfold_all")}
        </button>
      </div>
      {shown.length < journey.scenarios.length && (
        <p class="lead">
          {say("journey.worst_of", { shown: count(shown.length) })}{" "}
          <a href={address("scenarios", [], { journey: journey.path })}>{say("journeys.all_scenarios", { scenarios: count(journey.scenarios.length) })}</a>
        </p>
      )}
      {shown.map((scenario, nth) => {
        const rule = run.scenarios.rule[scenario]!;
        const before = nth > 0 ? run.scenarios.rule[shown[nth - 1]!]! : 0;
        return (
          <>
            {rule !== before && rule > 0 && (
              <>
                <h3 class="rule">
                  <span class="keyword">{say("journey.rule")}</span> {run.rules[rule]}
                </h3>
                <Prose text={ofRule(described, run.rules[rule]!)} />
              </>
            )}
            <One scenario={scenario} described={described} open={opened.has(run.scenarios.id[scenario]!)} turn={turn} />
          </>
        );
      })}
    </section>
  );
}

function One(props: {
  scenario: number;
  described: Described | undefined;
  open: boolean;
  turn: (key: string, open: boolean) => void;
}) {
  const { scenario, described, open, turn } = props;
  const run = index();
  const key = run.scenarios.id[scenario]!;
  const tags = run.scenarios.tags[scenario]!.map((one) => `@${run.tags[one]}`);
  return (
    <details class="run-scenario" open={open} onToggle={(event) => turn(key, event.currentTarget.open)}>
      <summary>
        <Status status={run.statuses[run.scenarios.status[scenario]!]!} /> <span class="name">{run.scenarios.name[scenario]}</span>{" "}
        <span class="took">{about(run.scenarios.took[scenario])}</span>
      </summary>
      <div class="unfolded">
        {tags.length > 0 && (
          <p class="tags">
            {tags.map((tag) => (
              <code>{tag}</code>
            ))}
          </p>
        )}
        {open && (
          <Later of={key} load={() => loadScenario(run.chunks, scenario)}>
            {(detail) => (
              <>
                <Prose text={detail.description} />
                {detail.example && <Example example={detail.example} />}
                <Steps steps={detail.steps} line={detail.example?.outline ?? run.scenarios.line[scenario]!} described={described} />
                <p class="more">
                  <a href={address("scenario", [key])}>
                    {sayMany("journey.see_scenario", detail.cells.length)}
                    <span class="hidden"> {run.scenarios.name[scenario]}</span>
                  </a>
                </p>
              </>
            )}
          </Later>
        )}
      </div>
    </details>
  );
}
