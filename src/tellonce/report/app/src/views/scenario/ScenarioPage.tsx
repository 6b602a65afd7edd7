import { loadScenario } from "../../payload";
import { index, scenarioNumber } from "../../run";
import { say } from "../../words";
import { Later } from "../../shared/Later";

/** #/scenario/<scenario> */
export function ScenarioPage({ path }: { path: string[] }) {
  const number = scenarioNumber(path[0] ?? "");
  if (number === undefined) return <p class="empty">{say("page.not_found")}</p>;
  return (
    <>
      <h1>{index().scenarios.name[number]}</h1>
      <Later of={path[0]!} load={() => loadScenario(index().chunks, number)}>
        {(detail) => (
          <ol class="steps">
            {detail.steps.map(([keyword, text, status]) => (
              <li class={status}>
                <span class="keyword">{keyword}</span> {text}
              </li>
            ))}
          </ol>
        )}
      </Later>
    </>
  );
}
