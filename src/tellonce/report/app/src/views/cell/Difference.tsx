import type { Cell, Piece } from "../../payload";
import { verdictOf } from "../../run";
import { say } from "../../words";

/** What she told, what was seen, and what was lost between them. */
export function Difference({ cell }: { cell: Cell }) {
  // What came late or too often was right: its words are not marked as wrong.
  const right = verdictOf(cell.verdict).group === "kept" || cell.looks[cell.looks.length - 1]?.sight === "N";
  return (
    <>
      <div class="compare">
        <p class="should">
          <span class="label">{say("cell.expected")}</span>
          <bdi class="value">{cell.expected_pieces && !right ? <Pieces of={cell.expected_pieces} /> : cell.new || say("cell.nothing")}</bdi>
        </p>
        <p class={right ? "seen-well" : "was"}>
          <span class="label">{say("cell.seen")}</span>
          <bdi class="value">{cell.seen_pieces && cell.seen && !right ? <Pieces of={cell.seen_pieces} /> : cell.seen || say("cell.nothing")}</bdi>
        </p>
      </div>
      <p class="note before-told">
        {say("cell.before")}: <bdi>{cell.old || say("cell.nothing")}</bdi>
      </p>
      {cell.lost && cell.lost.length > 0 && (
        <>
          <h3>{say("cell.what_was_lost")}</h3>
          <ul class="lost-parts">
            {cell.lost.map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      {cell.components && cell.components.length > 1 && (
        <div class="scroller" tabIndex={0} role="region" aria-label={say("cell.parts_table")}>
          <table class="parts">
            <thead>
              <tr>
                <th scope="col">{say("cell.component")}</th>
                <th scope="col">{say("cell.before")}</th>
                <th scope="col">{say("cell.expected")}</th>
                <th scope="col">{say("cell.seen")}</th>
              </tr>
            </thead>
            <tbody>
              {cell.components.map(([name, old, expected, seen, state]) => (
                <tr class={state}>
                  <th scope="row">{name}</th>
                  <td><bdi>{old || "–"}</bdi></td>
                  <td><bdi>{expected || "–"}</bdi></td>
                  <td>
                    <bdi>{seen || "–"}</bdi> <span class="state">{say(`cell.state_${state}`)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Pieces({ of }: { of: Piece[] }) {
  return <>{of.map(([text, differs]) => (differs ? <mark>{text}</mark> : text))}</>;
}
