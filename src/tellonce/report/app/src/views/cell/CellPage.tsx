import { loadScenario } from "../../payload";
import { index, scenarioNumber } from "../../run";
import { say } from "../../words";
import { Later } from "../../shared/Later";

/** #/cell/<scenario>/<change>/<fact>/<touchpoint> */
export function CellPage({ path }: { path: string[] }) {
  const [key = "", change = "", fact = "", touchpoint = ""] = path;
  const number = scenarioNumber(key);
  if (number === undefined) return <p class="empty">{say("page.not_found")}</p>;
  return (
    <Later of={path.join("/")} load={() => loadScenario(index().chunks, number)}>
      {(detail) => {
        const cell = detail.cells.find(
          (one) => String(one.change) === change && one.fact === fact && one.touchpoint === touchpoint,
        );
        return cell ? <h1>{cell.says}</h1> : <p class="empty">{say("page.not_found")}</p>;
      }}
    </Later>
  );
}
