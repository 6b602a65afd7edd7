// Cells as views want them, from those that the page carries: what is left out there says nothing or follows from the
// rest. Most cells are kept and never opened, so that what nobody reads is not written either.
import type { Cell, Look, PackedCell, PackedLook } from "./payload";
import { index } from "./run";
import { about, say } from "./words";

export function wholeCell(packed: PackedCell): Cell {
  const looks = packed.looks.map(wholeLook);
  return {
    says: packed.says ?? headlineOfKept(packed),
    also: "",
    also_language: "",
    reason_language: "",
    clock: "",
    flags: [],
    broke: [],
    broke_how: "",
    broke_language: "",
    broke_kind: "",
    broke_places: [],
    watched_s: watched(looks, packed.promised_s),
    evidence: [],
    ...packed,
    looks,
  };
}

function wholeLook(packed: PackedLook): Look {
  return { item: "", again: 0, day: "", until_s: packed.at_s, evidence: [], ...packed };
}

/** To the last look that told anything; the promised time when there was none. As watched_for_s in story/headline.py. */
function watched(looks: Look[], promised_s: number | null): number {
  const told = looks.filter((look) => look.sight !== "E").map((look) => look.until_s);
  return told.length ? Math.max(0, ...told) : (promised_s ?? 0);
}

/** What is seen of a kept promise, and how long after she told: as headline in story/headline.py. */
function headlineOfKept({ touchpoint, fact, who, reached_s }: PackedCell): string {
  const { touchpoints, touchpoint_names, facts, fact_names } = index();
  const place = touchpoint_names[touchpoints.indexOf(touchpoint)] ?? touchpoint;
  const filled = { place, fact: fact_names[facts.indexOf(fact)] ?? fact, who };
  // A refused change was to reach nobody.
  const key = reached_s === null ? "headline.refused" : "headline.on_time";
  const said = say(key, { ...filled, time: about(reached_s) });
  return said.slice(0, 1).toUpperCase() + said.slice(1);
}
