import type { ComponentChildren } from "preact";
import { setQuery } from "../../route";
import { usePrinting } from "../../shared/printing";
import { say, sayMany } from "../../words";

const MORE = 40;
const PRINTED = 1000;

/** The first of many cards, and a button for the next; how many are shown stands in the URL. */
export function Paged<T>(props: { of: T[]; shown: number; counted: string; card: (one: T) => ComponentChildren }) {
  const shown = Math.max(props.shown, usePrinting() ? PRINTED : 0);
  const left = props.of.length - shown;
  return (
    <>
      <p role="status" class="counted">{sayMany(props.counted, props.of.length)}</p>
      {props.of.length > 0 && <ol class="cards">{props.of.slice(0, shown).map((one) => props.card(one))}</ol>}
      {left > 0 && (
        <p>
          <button type="button" class="button" onClick={() => setQuery({ n: String(shown + MORE) })}>
            {say("journeys.show_more", { more: Math.min(left, MORE) })}
          </button>
        </p>
      )}
    </>
  );
}

/** What every way of telling the journeys is given. */
export interface Ways<M> {
  more: M;
  matches: (text: string) => boolean;
  only: boolean;
  shown: number;
}
