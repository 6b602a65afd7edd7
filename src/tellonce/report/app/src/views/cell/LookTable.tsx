import type { Cell, Change } from "../../payload";
import { about, say, sayMany } from "../../words";
import { Sight } from "./Sight";

const MOST = 60;

/** What the timeline draws, as a table: for screen readers, printers and who wants it exact. */
export function LookTable({ cell, change }: { cell: Cell; change: Change | undefined }) {
  const first = cell.looks.find((look) => look.sight === "N");
  const dated = cell.looks.some((look) => look.day);
  return (
    <>
      {change?.told_hers && <p class="note">{say("cell.told_on", { day: change.told_hers })}</p>}
      <div class="scroller" tabIndex={0} role="region" aria-label={say("cell.looks_table")}>
        <table class="look-table">
          <thead>
            <tr>
              <th scope="col">{say("cell.after")}</th>
              {dated && <th scope="col">{say("cell.her_calendar")}</th>}
              <th scope="col">{say("cell.saw")}</th>
              <th scope="col">{say("cell.what")}</th>
            </tr>
          </thead>
          <tbody>
            {cell.looks.map((look) => (
              <tr>
                <td class="nowrap">{about(look.at_s)}</td>
                {dated && <td class="nowrap">{look.day}</td>}
                <td class="nowrap">
                  <Sight sight={look.sight} />
                  {look === first && <span class="note again">{say("cell.first_new")}</span>}
                </td>
                <td>
                  {look.said && <bdi>{look.said}</bdi>}
                  {look.item && <bdi class="note item">{look.item}</bdi>}
                  {look.again > 0 && (
                    <span class="note again">{sayMany("cell.again", look.again, { time: about(look.until_s) })}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {cell.looks.length >= MOST && <p class="note">{say("cell.not_all_looks")}</p>}
    </>
  );
}
