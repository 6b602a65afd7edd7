// What real customers answered: NPS, CES, CSAT, first-contact resolution, time to resolution. Only where they were asked.
import { about, count, inLanguage, say } from "../../words";
import { percent } from "./days";
import type { Figure, Trends } from "./shape";

const NAMES = ["nps", "ces", "csat", "first_contact", "resolution"] as const;

export function Answers({ answers }: { answers: Trends["answers"] }) {
  const there = NAMES.filter((name) => answers[name]);
  return (
    <section aria-labelledby="trends-answers">
      <h2 id="trends-answers">{say("trends.answers")}</h2>
      {!there.length && <p class="empty">{say("trends.no_answers")}</p>}
      <div class="answers">
        {there.map((name) => (
          <Answer key={name} name={name} figure={answers[name]!} />
        ))}
      </div>
    </section>
  );
}

function Answer({ name, figure }: { name: (typeof NAMES)[number]; figure: Figure }) {
  const left = Object.entries(figure.left_out);
  return (
    <article class="answer">
      <h3>{say(`trends.${name}`)}</h3>
      <p class="figure">{shown(name, figure.value)}</p>
      <p class="soft">{say("trends.of_answers", { n: count(figure.of) })}</p>
      {figure.p95_s !== null && <p class="soft">{say("trends.p95_is", { time: about(figure.p95_s) })}</p>}
      <ul class="parts">
        {Object.entries(figure.parts).map(([part, number]) => (
          <li>
            {part} <b>{count(number)}</b>
          </li>
        ))}
      </ul>
      {left.length > 0 && (
        <p class="soft">{say("trends.left_out", { what: left.map(([why, n]) => `${why}: ${count(n)}`).join("; ") })}</p>
      )}
      <details>
        <summary>{say("trends.how_computed")}</summary>
        <p {...inLanguage()}>{figure.method}</p>
        {figure.months.length > 0 && (
          <table class="figures">
            <thead>
              <tr>
                <th scope="col">{say("trends.month")}</th>
                <th scope="col" class="number">
                  {say(`trends.${name}`)}
                </th>
                <th scope="col" class="number">
                  {say("trends.answers_count")}
                </th>
              </tr>
            </thead>
            <tbody>
              {[...figure.months].reverse().map(([month, value, of]) => (
                <tr key={month}>
                  <th scope="row">{month}</th>
                  <td class="number">{shown(name, value)}</td>
                  <td class="number">{count(of)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </details>
    </article>
  );
}

function shown(name: (typeof NAMES)[number], value: number | null): string {
  if (value === null) return "–";
  if (name === "resolution") return about(value);
  if (name === "nps") return `${value > 0 ? "+" : ""}${count(Math.round(value))}`;
  return percent(value);
}
