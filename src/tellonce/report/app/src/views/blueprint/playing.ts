// A change over time: what each place knew at a moment. Seconds from when she told.
import type { Cell, GroupKey, ScenarioDetail } from "../../payload";
import { verdictOf } from "../../run";
import { about, say } from "../../words";
import type { Drawing, Edge, PlaceId } from "./drawing";
import { brokenEdge, endOf, systemId, touchpointId } from "./drawing";

/** knew_s, lost_s, looked_s, as in `Change.knew`. */
type Station = [number | null, number | null, number];

export interface Moment {
  at_s: number;
  kind: "knew" | "lost" | "deadline" | "look";
}

/** Where the way is cut, and from when on that is so. */
export interface Broken {
  edge: Edge;
  at_s: number;
  how: string;
}

export interface Play {
  cells: Map<string, Cell>;
  systems: Map<string, Station>;
  /** The last look of all. */
  end_s: number;
  /** In order of time; looks are left out. */
  moments: number[];
  marks: Moment[];
  broken: Broken[];
}

/** What is said of one place at one moment. knows: whether it had learnt it by then, whatever came after. */
export interface State {
  knows: boolean;
  tone: GroupKey | "";
  says: string;
  looked: boolean;
}

export function play(detail: ScenarioDetail, ordinal: number, fact: string, drawing: Drawing): Play {
  const cells = new Map(
    detail.cells.filter((cell) => cell.change === ordinal && cell.fact === fact).map((cell) => [cell.touchpoint, cell]),
  );
  const systems = new Map<string, Station>(Object.entries(detail.changes[ordinal - 1]?.knew[fact] ?? {}));
  const marks: Moment[] = [];
  for (const cell of cells.values()) {
    for (const look of cell.looks) marks.push({ at_s: look.at_s, kind: "look" });
    if (cell.reached_s !== null) marks.push({ at_s: cell.reached_s, kind: "knew" });
    const lost = lostAt(cell);
    if (lost !== undefined) marks.push({ at_s: lost, kind: "lost" });
  }
  for (const [knew, lost] of systems.values()) {
    if (knew !== null) marks.push({ at_s: knew, kind: "knew" });
    if (lost !== null) marks.push({ at_s: lost, kind: "lost" });
  }
  const end_s = Math.max(0.1, ...marks.map((mark) => mark.at_s), ...[...cells.values()].flatMap(lookedUntil));
  for (const cell of cells.values())
    if (cell.promised_s !== null && cell.promised_s <= end_s) marks.push({ at_s: cell.promised_s, kind: "deadline" });
  const told = marks.filter((mark) => mark.kind !== "look").map((mark) => mark.at_s);
  return {
    cells,
    systems,
    end_s,
    marks,
    moments: [...new Set([0, ...told, end_s])].sort((a, b) => a - b),
    broken: cuts(cells, systems, drawing, end_s),
  };
}

const lookedUntil = (cell: Cell): number[] => cell.looks.map((look) => Math.max(look.at_s, look.until_s));

function cuts(cells: Map<string, Cell>, systems: Map<string, Station>, drawing: Drawing, end_s: number): Broken[] {
  const found = new Map<Edge, Broken>();
  for (const cell of cells.values()) {
    if (cell.broke_places.length !== 2) continue;
    const edge = brokenEdge(drawing.edges, cell.broke_places as [string, string], cell.touchpoint);
    if (!edge) continue;
    const lost = edge.feeds ? lostAt(cell) : (systems.get(edge.to)?.[1] ?? undefined);
    const at_s = Math.min(lost ?? cell.promised_s ?? end_s, end_s);
    if (at_s < (found.get(edge)?.at_s ?? Infinity)) found.set(edge, { edge, at_s, how: cell.broke_how });
  }
  return [...found.values()];
}

/** Seen by or of somebody else: no promise need run out for that. */
const ASTRAY = new Set(["L", "W", "F"]);
const BAD = new Set(["O", "M", "G", "L", "W", "F"]);

/** From when on a broken place showed something else again. */
function lostAt(cell: Cell): number | undefined {
  if (cell.reached_s === null || verdictOf(cell.verdict).group !== "broken") return undefined;
  return cell.looks.find((look) => look.at_s > cell.reached_s! && BAD.has(look.sight))?.at_s;
}

export function touchpointAt(played: Play, cell: Cell | undefined, t: number): State {
  if (!cell) return { knows: false, tone: "", says: say("blueprint.not_asked"), looked: false };
  const words = verdictOf(cell.verdict);
  const knows = cell.reached_s !== null && cell.reached_s <= t;
  const looked = cell.looks.some((look) => near(played, look.at_s, t));
  const lost = lostAt(cell);
  const over = t >= Math.min(cell.promised_s ?? Infinity, played.end_s);
  const ended = t >= played.end_s;
  if (ended && words.group !== "kept") return { knows, tone: words.group, says: words.short, looked };
  const late = cell.reached_s !== null && cell.promised_s !== null && cell.reached_s > cell.promised_s;
  const astray = cell.looks.some((look) => ASTRAY.has(look.sight) && look.at_s <= t);
  if (words.group === "broken" && ((knows && late) || astray))
    return { knows, tone: "broken", says: words.short, looked };
  if (knows && lost !== undefined && lost <= t) return { knows, tone: "broken", says: words.short, looked };
  if (knows) return { knows, tone: "kept", says: say("blueprint.knew_after", { time: about(cell.reached_s) }), looked };
  // What was only sent after its promise may be kept all the same: it waited for something to send.
  if (over && words.group === "kept" && cell.reached_s !== null)
    return { knows, tone: "", says: say("blueprint.not_yet"), looked };
  if (over) return { knows, tone: words.group, says: words.short, looked };
  return { knows, tone: "", says: say("blueprint.due_after", { time: about(cell.promised_s) }), looked };
}

export function systemAt(played: Play, key: string, t: number): State {
  const station = played.systems.get(key);
  if (!station) return { knows: false, tone: "", says: say("blueprint.not_looked_into"), looked: false };
  const [knew, lost] = station;
  const looked = knew !== null && near(played, knew, t);
  if (knew !== null && knew <= t) {
    if (lost !== null && lost <= t) return { knows: true, tone: "broken", says: say("blueprint.lost_again"), looked };
    return { knows: true, tone: "kept", says: say("blueprint.knew_by", { time: about(knew) }), looked };
  }
  const cut = played.broken.some(({ edge, at_s }) => !edge.feeds && edge.to === key && at_s <= t);
  if (knew === null && (cut || t >= played.end_s))
    return { knows: false, tone: "broken", says: say("blueprint.never_knew"), looked };
  return { knows: false, tone: "", says: say("blueprint.not_yet"), looked };
}

/** Every place of a drawing at a moment. */
export function statesAt(drawing: Drawing, played: Play, t: number): Map<PlaceId, State> {
  return new Map<PlaceId, State>([
    ...drawing.cards.map(
      ({ key }) => [touchpointId(key), touchpointAt(played, played.cells.get(key), t)] as [PlaceId, State],
    ),
    ...drawing.systems.map(({ key }) => [systemId(key), systemAt(played, key, t)] as [PlaceId, State]),
  ]);
}

export const wentAlong = (edge: Edge, states: Map<PlaceId, State>): boolean => states.get(endOf(edge))?.knows ?? false;

const FIRST_S = 0.1;

/** Where a moment lies between 0 (told) and 1 (the last look): seconds and weeks are both to be seen. */
export function placed(played: Play, t: number): number {
  return Math.min(1, Math.log1p(Math.max(0, t) / FIRST_S) / Math.log1p(played.end_s / FIRST_S));
}

export function momentAt(played: Play, part: number): number {
  if (part >= 1) return played.end_s;
  return FIRST_S * Math.expm1(part * Math.log1p(played.end_s / FIRST_S));
}

function near(played: Play, look_s: number, t: number): boolean {
  return t < played.end_s && Math.abs(placed(played, look_s) - placed(played, t)) < 0.012;
}
