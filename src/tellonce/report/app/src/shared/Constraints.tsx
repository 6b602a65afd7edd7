import { say, sayMany } from "../words";
import { capitalised } from "./names";

const APPLIED = "applied";

/** Each part of her setting, and what became of it; those applied to every customer stand together on one line.
 * became: constraint -> what became of it -> of how many customers. */
export function Constraints({ became }: { became: Record<string, Record<string, number>> }) {
  const all = Object.entries(became);
  const well = all.filter(([, notes]) => Object.keys(notes).every((said) => said === APPLIED)).map(([name]) => name.replaceAll("_", " "));
  return (
    <ul class="constraints">
      {all
        .filter(([name]) => !well.includes(name.replaceAll("_", " ")))
        .map(([name, notes]) => (
          <li>
            <b>{capitalised(name.replaceAll("_", " "))}:</b>{" "}
            {Object.entries(notes).map(([said, many], nth, { length }) => (
              <span class={said.startsWith("could not") ? "not-applied" : "soft"}>
                {nth > 0 && "; "}
                {said === APPLIED ? say("journeys.applied") : said}
                {length > 1 && ` (${sayMany("count.customers", many)})`}
              </span>
            ))}
          </li>
        ))}
      {well.length > 0 && (
        <li>
          <b>{say("journeys.applied_all")}</b> <span class="soft">{well.join("; ")}</span>
        </li>
      )}
    </ul>
  );
}
