// The steps of a scenario as they were run: keyword, text, what stands below it, result, how long it took, and why it
// failed.
import type { Described, Step } from "../payload";
import { about, say } from "../words";
import { Below } from "./AsWritten";
import { Prose } from "./Prose";

/** line: where the scenario stands in its file, an outline where it is made of a row: steps above it are the
 * background's.  described: what its file says, if that is known. */
export function Steps({ steps, line, described }: { steps: Step[]; line: number; described: Described | undefined }) {
  if (!steps.length) return <p class="empty">{say("journey.no_steps")}</p>;
  // An older history has the line of the row, below all steps: of those nobody can say which are the background's.
  const below = steps.some((step) => step[5] > line);
  const background = below ? steps.filter((step) => step[5] < line) : [];
  const own = below ? steps.filter((step) => step[5] >= line) : steps;
  return (
    <>
      {byBackground(background, described?.backgrounds ?? []).map(({ name, description, steps }) => (
        <>
          <p class="gherkin-part">{name ? `${say("journey.background")}: ${name}` : say("journey.background")}</p>
          <Prose text={description} />
          <List steps={steps} />
        </>
      ))}
      {background.length > 0 && <p class="gherkin-part">{say("word.scenario")}</p>}
      <List steps={own} />
    </>
  );
}

/** A rule may have a background of its own beside its feature's: a step belongs to the last that stands above it. */
function byBackground(steps: Step[], backgrounds: Described["backgrounds"]) {
  const found: { line: number; name: string; description: string; steps: Step[] }[] = [];
  for (const step of steps) {
    const [line, name, description] = [...backgrounds].reverse().find((one) => one[0] < step[5]) ?? [0, "", ""];
    if (found.at(-1)?.line !== line) found.push({ line, name, description, steps: [] });
    found.at(-1)!.steps.push(step);
  }
  return found;
}

function List({ steps }: { steps: Step[] }) {
  return (
    <ol class="gherkin">
      {steps.map(([keyword, text, status, took, message, , below]) => (
        <li class={status}>
          <Mark status={status} />
          <div>
            <p>
              <span class="keyword">{keyword}</span> {text}
              {status !== "passed" && <span class="step-word"> {say(`step.${status}`)}</span>}
            </p>
            {below && <Below below={below} step={`${keyword} ${text}`} />}
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
