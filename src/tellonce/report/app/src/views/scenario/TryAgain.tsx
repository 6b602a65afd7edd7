import type { ScenarioDetail } from "../../payload";
import { index, verdictOf } from "../../run";
import { runScenario } from "../../shared/commands";
import { say } from "../../words";

const MOST = 5;

/** The commands that play the scenario again, and that tell more of what is broken in it. */
export function TryAgain({ number, detail }: { number: number; detail: ScenarioDetail }) {
  const { verdicts } = index();
  const rank = (verdict: string) => verdicts.findIndex((one) => one.key === verdict);
  const broken = detail.cells
    .filter((cell) => verdictOf(cell.verdict).group !== "kept")
    .sort((a, b) => rank(a.verdict) - rank(b.verdict))
    .slice(0, MOST);
  return (
    <section class="try-again" aria-labelledby="again-title">
      <h2 id="again-title">{say("scenario.again")}</h2>
      <p>{say("scenario.again_run")}</p>
      <pre tabIndex={0}>{runScenario(number)}</pre>
      {broken.length > 0 && (
        <>
          <p>{say("scenario.again_explain")}</p>
          <pre tabIndex={0}>{broken.map((cell) => `tellonce explain ${cell.id}`).join("\n")}</pre>
        </>
      )}
    </section>
  );
}
