// The steps of a scenario as they were run: keyword, text, result, how long it took, and why it failed.
import type { Step } from "../payload";
import { about, say } from "../words";

/** line: where the scenario stands in its file: steps above it are the background's. */
export function Steps({ steps, line }: { steps: Step[]; line: number }) {
  if (!steps.length) return <p class="empty">{say("journey.no_steps")}</p>;
  // A row of an outline's Examples stands below all steps: of those nobody can say which are the background's.
  const below = steps.some((step) => step[5] > line);
  const background = below ? steps.filter((step) => step[5] < line) : [];
  const own = below ? steps.filter((step) => step[5] >= line) : steps;
  return (
    <>
      {background.length > 0 && (
        <>
          <p class="gherkin-part">{say("journey.background")}</p>
          <List steps={background} />
          <p class="gherkin-part">{say("word.scenario")}</p>
        </>
      )}
      <List steps={own} />
    </>
  );
}

function List({ steps }: { steps: Step[] }) {
  return (
    <ol class="gherkin">
      {steps.map(([keyword, text, status, took, message]) => (
        <li class={status}>
          <Mark status={status} />
          <div>
            <p>
              <span class="keyword">{keyword}</span> {text}
              {status !== "passed" && <span class="step-word"> {say(`step.${status}`)}</span>}
            </p>
            {message && <pre tabIndex={0}>{message}</pre>}
          </div>
          {took >= 0.05 && <span class="took">{about(took)}</span>}
        </li>
      ))}
    </ol>
  );
}

const DRAWN: Record<string, string> = {
  passed: "m7 12.4 3.4 3.6 6.6-7.6",
  failed: "m8 8 8 8m0-8-8 8",
  error: "M12 6.5v7m0 3v.6",
  skipped: "M7.5 12h9",
  undefined: "M9.3 9.3a2.8 2.8 0 1 1 4 3.2c-.9.5-1.3 1-1.3 2m0 2.4v.5",
};

/** The result's shape; its word is said with it to who does not see it. */
function Mark({ status }: { status: string }) {
  return (
    <svg class={`step-mark ${status}`} viewBox="0 0 24 24" role="img" aria-label={say(`step.${status}`)} focusable="false">
      {status === "failed" || status === "error" ? <path class="in" d="M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z" /> : <circle class="in" cx="12" cy="12" r="11" />}
      <path class="sign" d={DRAWN[status] ?? DRAWN.undefined!} />
    </svg>
  );
}
