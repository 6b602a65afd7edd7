import type { Effort } from "../../payload";
import { about, count, say, sayMany } from "../../words";

/** What a journey cost her, on one line. */
export function EffortLine({ efforts }: { efforts: Effort[] }) {
  const added = (name: string) => efforts.reduce((sum, one) => sum + Number(one.effort[name] ?? 0), 0);
  return (
    <>
      {["contacts", "pages", "fields", "interactions"].map((name) => sayMany(`effort.${name}`, added(name))).join(", ")},{" "}
      {say("effort.waited", { time: about(added("waited_s")) })}
    </>
  );
}

/** The customers who gave up, a sentence each. */
export function Lost({ efforts }: { efforts: Effort[] }) {
  const lost = efforts.flatMap((effort) => effort.lost);
  if (!lost.length) return null;
  return (
    <ul class="lost-customers">
      {lost.slice(0, 5).map((one) => (
        <li>
          <svg class="i broken" aria-hidden="true" focusable="false">
            <use href="#v-lost" />
          </svg>
          <span>{one.after_s ? say("effort.gave_up_after", { persona: one.persona, time: about(one.after_s), doing: one.doing }) : say("effort.gave_up", { persona: one.persona, doing: one.doing })}</span>
        </li>
      ))}
      {lost.length > 5 && <li>{sayMany("effort.more_lost", lost.length - 5)}</li>}
    </ul>
  );
}

/** What each persona went through, as figures with their names. usual: whether what one scenario usually takes is said. */
export function EffortTable({ efforts, usual }: { efforts: Effort[]; usual: boolean }) {
  const median = (figure: number) => (usual ? { usual: figure } : {});
  const extra = ["switches", "transfers", "repeated", "refused_used", "refused_reached"].filter((name) =>
    efforts.some((one) => Number(one.effort[name] ?? 0) > 0),
  );
  return (
    <div class="scroller" role="region" tabIndex={0} aria-label={say("effort.table")}>
      <table class="effort-figures">
        <thead>
          <tr>
            <th scope="col">{say("word.persona")}</th>
            {["contacts", "pages", "fields", "interactions", "waited_s", "longest_wait_s", ...extra].map((name) => (
              <th scope="col">{say(`effort.head.${name}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {efforts.map((one) => (
            <tr>
              <th scope="row">{one.persona}</th>
              <Figure of={one.effort.contacts} />
              <Figure of={one.effort.pages} {...median(one.median_pages)} />
              <Figure of={one.effort.fields} {...median(one.median_fields)} />
              <Figure of={one.effort.interactions} {...median(one.median_interactions)} />
              <td>
                {about(one.effort.waited_s as number)}{" "}
                {usual && <span class="usual">{say("effort.usual", { figure: about(one.median_waited_s) })}</span>}
              </td>
              <td>{about(one.effort.longest_wait_s as number)}</td>
              {extra.map((name) => (
                <Figure of={one.effort[name]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Figure({ of, usual }: { of: unknown; usual?: number }) {
  return (
    <td>
      {count(Number(of ?? 0))}{" "}
      {usual !== undefined && <span class="usual">{say("effort.usual", { figure: count(usual) })}</span>}
    </td>
  );
}
