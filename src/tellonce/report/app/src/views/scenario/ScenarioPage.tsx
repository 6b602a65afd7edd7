// One scenario: who she was, what was done, who knew when, what was seen, and how to try it again. #/scenario/<scenario>
import { loadScenario, type Described, type ScenarioDetail } from "../../payload";
import { address } from "../../route";
import { index, scenarioNumber } from "../../run";
import { Example } from "../../shared/AsWritten";
import { Exhibit } from "../../shared/Exhibit";
import { Later } from "../../shared/Later";
import { Nothing } from "../../shared/Nothing";
import { ofRule, Prose, useDescribed } from "../../shared/Prose";
import { Status } from "../../shared/Status";
import { Steps } from "../../shared/Steps";
import { inLanguage, about, say } from "../../words";
import { Changes } from "./Changes";
import { Customers } from "./Customers";
import { TryAgain } from "./TryAgain";

export function ScenarioPage({ path }: { path: string[] }) {
  const number = scenarioNumber(path[0] ?? "");
  return number === undefined ? <Nothing /> : <Found number={number} />;
}

function Found({ number }: { number: number }) {
  const { scenarios, statuses, journeys, personas, tags, rules } = index();
  const status = statuses[scenarios.status[number]!]!;
  const journey = journeys[scenarios.journey[number]!]!;
  const rule = rules[scenarios.rule[number]!];
  const described = useDescribed(journey.path);
  return (
    <article class="living scenario-page" aria-labelledby="scenario-title">
      <header class={status === "passed" ? "kept" : status === "inconclusive" || status === "skipped" ? "not-seen" : "broken"}>
        <p class="crumbs">
          <a href={address("journeys")}>{say("journeys.title")}</a> <span aria-hidden="true">/</span>{" "}
          <a href={address("journey", [journey.key])}>{journey.feature}</a>
        </p>
        <h1 id="scenario-title">{scenarios.name[number]}</h1>
        <p class="of">
          <Status status={status} /> <span>{scenarios.personas[number]!.map((one) => personas[one]).join(", ")}</span>{" "}
          <span>{say("scenario.took", { time: about(scenarios.took[number]) })}</span>{" "}
          <span class="path">
            {journey.path}:{scenarios.line[number]}
          </span>
        </p>
        {rule && (
          <p class="of">
            <span class="keyword">{say("journey.rule")}</span> {rule}
          </p>
        )}
        {rule && <Prose text={ofRule(described, rule)} />}
        {scenarios.tags[number]!.length > 0 && (
          <p class="tags">
            {scenarios.tags[number]!.map((one) => (
              <code>@{tags[one]}</code>
            ))}
          </p>
        )}
        <p class="of">
          <a href={address("journey", [journey.key], { scenario: scenarios.id[number]! })}>{say("journey.see_map")}</a>
        </p>
        {described?.description && (
          <details class="of-journey">
            <summary>{say("journey.about")}</summary>
            <Prose text={described.description} />
          </details>
        )}
        {scenarios.why[number] && <p class="came">{scenarios.why[number]}</p>}
      </header>
      <Later of={scenarios.id[number]!} load={() => loadScenario(index().chunks, number)}>
        {(detail) => <Told number={number} detail={detail} described={described} />}
      </Later>
    </article>
  );
}

function Told({ number, detail, described }: { number: number; detail: ScenarioDetail; described: Described | undefined }) {
  const { scenarios } = index();
  return (
    <>
      <Prose text={detail.description} />
      {detail.changes.length > 0 && <Changes number={number} detail={detail} />}
      <section aria-labelledby="steps-title">
        <h2 id="steps-title">{say("scenario.steps")}</h2>
        {detail.example && <Example example={detail.example} />}
        <Steps steps={detail.steps} line={detail.example?.outline ?? scenarios.line[number]!} described={described} />
        {detail.message && !detail.steps.some((step) => step[4] === detail.message) && (
          <details class="whole-message">
            <summary>{say("scenario.message")}</summary>
            <pre tabIndex={0} {...inLanguage()}>{detail.message}</pre>
          </details>
        )}
      </section>
      {detail.customers.length > 0 && <Customers customers={detail.customers} />}
      {detail.evidence.length > 0 && (
        <section aria-labelledby="evidence-title">
          <h2 id="evidence-title">{say("scenario.evidence")}</h2>
          <div class="exhibits">
            {detail.evidence.map((exhibit) => (
              <Exhibit exhibit={exhibit} />
            ))}
          </div>
        </section>
      )}
      <TryAgain number={number} detail={detail} />
    </>
  );
}
