// What the page carries, and how it is unpacked. The shapes are written by as_written.py, columns.py, detail.py,
// efforts.py, exhibits.py and plans.py in ../html: what changes here changes there.

import type { Drawings } from "./views/blueprint/drawing";
import { wholeCell } from "./whole";

export type GroupKey = "broken" | "still-waiting" | "not-seen" | "kept";

export interface VerdictWords {
  key: string;
  group: GroupKey;
  short: string;
  meaning: string;
  letter: string;
}

export interface Spot {
  called: string;
  channel: string;
  owner: string;
  lane: string;
  stage: string;
  kind: "state" | "emission";
  facts: string[];
  exempt: Record<string, string>;
  /** Seconds; null for business days. */
  promised: number | null;
  fed_by: string;
  probe: string;
  serves: string[];
  moment: boolean;
  third_party: string;
}

export interface Blueprint {
  service: string;
  about: string;
  facts: Record<string, string>;
  systems: Record<string, { called: string; owner: string }>;
  hops: { from: string; to: string; facts: string[] }[];
  touchpoints: Record<string, Spot>;
}

/** Columns: entry n of each list belongs to scenario (row, cell) n. */
export interface Index {
  run: { name: string; version: string; began: string; took_s: number };
  language: string;
  words: Record<string, string>;
  /** The style of frames that show HTML of the service. */
  frame_style: string;
  /** Rule -> in how many places something was masked. */
  masked: Record<string, number>;
  verdicts: VerdictWords[];
  blueprint: Blueprint;
  /** The number of the first scenario of each chunk. */
  chunks: number[];
  personas: string[];
  /** Of each persona: what they are to the company; empty when nobody says. */
  roles: string[];
  facts: string[];
  touchpoints: string[];
  /** What each of them is called in sentences. */
  fact_names: string[];
  touchpoint_names: string[];
  /** key: of its page. */
  journeys: { path: string; feature: string; key: string }[];
  /** The first is "": no rule. */
  rules: string[];
  statuses: string[];
  tags: string[];
  scenarios: {
    id: string[];
    journey: number[];
    rule: number[];
    name: string[];
    personas: number[][];
    status: number[];
    took: number[];
    line: number[];
    tags: number[][];
    why: string[];
    began: string[];
  };
  /** A row is one fact of one change. change: which of its scenario, from 1. cells: how many cells it has, in order. */
  rows: {
    scenario: number[];
    change: number[];
    fact: number[];
    persona: number[];
    outcome: string[];
    cells: number[];
  };
  cells: { touchpoint: number[]; verdict: number[]; reached: (number | null)[]; promised: (number | null)[] };
}

/** Which value stands there; garbled: the new one, misspelt or cut off. */
export type Which = "new" | "garbled" | "old";

/** A text, or its pieces in order: a string, or [text, which value stands there]. */
export type Marked = string | (string | [string, Which])[];

/** left, top, right, bottom (fractions of the picture), which value, what stands there, in the address window. */
export type PageMark = [number, number, number, number, Which, string, boolean];

export interface Exhibit {
  kind: "screenshot" | "mail" | "letter-page" | "file-line" | "row" | "json" | "text";
  caption: string;
  place: string;
  media: string;
  text?: Marked;
  /** A file beside the page, of a kind that does nothing when it is opened. */
  path?: string;
  picture?: string;
  missing?: boolean;
  /** Why its picture is not shown. */
  left_out?: "huge" | "broken" | "masked";
  /** Fields: name and value. */
  rows?: [string, Marked][];
  /** Of a line of a file, its number. */
  line?: number;
  marks?: PageMark[];
  /** Of a letter: the number of the page, and of how many, 0 where that is not known. */
  page?: [number, number];
  /** How many pages it stands for, which were kept as text alone, and of how many. */
  more_pages?: [number, number];
  /** The letter's other pages; this one is the first on which the value stands. */
  pages?: Exhibit[];
  /** Of a mail. */
  headers?: [string, Marked][];
  attached?: string[];
  /** Without scripts, styles, links and pictures; still only for a frame that may do nothing. */
  html?: string;
}

export interface Look {
  at_s: number;
  sight: string;
  said: string;
  item: string;
  again: number;
  until_s: number;
  day: string;
  evidence: Exhibit[];
}

/** As the page carries it: without what says nothing. */
export type PackedLook = Pick<Look, "at_s" | "sight" | "said"> & Partial<Look>;

/** Text, and whether the other value lacks it. */
export type Piece = [string, boolean];

export interface Cell {
  id: string;
  change: number;
  fact: string;
  touchpoint: string;
  verdict: string;
  /** The persona whose cell it is. */
  who: string;
  line: number;
  flags: string[];
  old: string;
  new: string;
  seen: string;
  /** What the customer lives through, or what is seen. */
  says: string;
  also: string;
  /** Of `also`, where it is not the page's. */
  also_language: string;
  reason: string;
  /** Of `reason`, where it is not the page's. */
  reason_language: string;
  reached_s: number | null;
  promised_s: number | null;
  promised: string;
  clock: string;
  /** (last place that knew, first that did not), or empty. */
  broke: string[];
  broke_how: string;
  /** Of `broke_how`, where it is not the page's. */
  broke_language: string;
  broke_kind: string;
  /** The keys of the two: systems, "" for the company's answer and for the touchpoint; empty where it is not known. */
  broke_places: string[];
  /** From t0 to the last look that told anything. */
  watched_s: number;
  looks: Look[];
  evidence: Exhibit[];
  expected_pieces?: Piece[];
  seen_pieces?: Piece[];
  /** name, old, new, seen, state: "new", "old", "other" or "same". */
  components?: [string, string, string, string, string][];
  /** What of the new value was lost on its way, a sentence each. */
  lost?: string[];
}

/** As the page carries it: without what says nothing, and of a kept cell without what `wholeCell` can say. */
export type PackedCell = Partial<Omit<Cell, "looks">> & { looks: PackedLook[] } & Pick<
    Cell,
    "id" | "change" | "fact" | "touchpoint" | "verdict" | "who" | "line" | "old" | "new" | "seen" | "reason"
  > &
  Pick<Cell, "reached_s" | "promised_s" | "promised">;

export interface Customer {
  persona: string;
  role: string;
  locale: string;
  pronouns: Record<string, string>;
  constraints: Record<string, string>;
  prefers: string[];
  refuses: string[];
  barriers: string[];
}

export interface Change {
  step: string;
  line: number;
  did: string;
  outcome: "accepted" | "refused" | "unknown" | "";
  answer: string;
  told: string;
  told_hers: string;
  /** Fact -> system -> when it knew, from when on it did not again, when somebody looked last; seconds from t0. */
  knew: Record<string, Record<string, [number | null, number | null, number]>>;
  /** From, to: seconds after she told, each time that her clock was advanced. */
  leaps: [number, number][];
}

/** What stands below a step: a table, or a text. */
export interface Below {
  /** The first has the headings. */
  rows?: string[][];
  /** How many more there are. */
  more_rows?: number;
  text?: string;
  /** Of the text; mostly empty. */
  media?: string;
}

/** keyword, text, status, seconds, message, line, what stands below it. */
export type Step = [string, string, string, number, string, number, Below?];

/** The row of Examples that a scenario was made of. outline: the line of its outline.  values: heading and value. */
export interface ExampleRow {
  outline: number;
  name: string;
  values: [string, string][];
}

export interface ScenarioDetail {
  message: string;
  steps: Step[];
  customers: Customer[];
  changes: Change[];
  cells: Cell[];
  evidence: Exhibit[];
  description?: string;
  example?: ExampleRow;
}

export type PackedScenario = Omit<ScenarioDetail, "cells"> & { cells: PackedCell[] };

export interface Met {
  touchpoint: string;
  verdict: string | null;
  met: string;
  /** In how many scenarios a change concerned it, and in how many of those she met it. */
  due: number;
  met_in: number;
  soonest_s: number | null;
  latest_s: number | null;
  cell: string;
  deviates: string[];
}

export interface Deviation {
  says: string;
  /** "failing", "missing", "out of order", "ad hoc". */
  kind: string;
  /** Empty for a stage that is out of order. */
  touchpoint: string;
  stage: string;
  /** The numbers of the scenarios that had it. */
  scenarios: number[];
}

export interface Plan {
  journey: string;
  about: string;
  scenarios: number;
  deviations: Deviation[];
  stages: {
    stage: string;
    does: string;
    thinks: string;
    feels: string;
    height: number;
    moment: boolean;
    out_of_order: boolean;
    touchpoints: Met[];
  }[];
  beyond: Met[];
}

export interface Effort {
  journey: string;
  feature: string;
  persona: string;
  effort: Record<string, number | null | string[]>;
  median_pages: number;
  median_fields: number;
  median_interactions: number;
  median_waited_s: number;
  /** number: of the scenario; null where the page does not have it. */
  lost: { number: number | null; scenario_name: string; persona: string; step: string; line: number; after_s: number; doing: string }[];
  /** Of the journey; the first is "": no stage. */
  stages: string[];
  /** Each flow once, in order; empty where the run does not say. */
  acts: Act[];
  /** The number of a scenario, and of it: switches of channel, acts by a refused one, what reached her by one. */
  beside: [number, number, number, number][];
}

/** The number of its scenario, which change of it (0 where that is not known), the number of its stage; then contacts,
 * pages, fields, interactions, waited_s, longest_wait_s, repeated, transfers, gave_up. */
export type Act = [number, number, number, number, number, number, number, number, number, number, number, number];

export interface Persona {
  persona: string;
  role: string;
  locale: string;
  pronouns: Record<string, string>;
  prefers: string[];
  refuses: string[];
  scenarios: number;
  /** Constraint -> what became of it -> of how many customers. */
  constraints: Record<string, Record<string, number>>;
  /** What it was, and in how many scenarios; the most frequent first. */
  barriers: [string, number][];
}

/** What became of a cell since the run before. */
export type SinceKind = "broken" | "still" | "mended" | "unseen" | "settled" | "new" | "gone" | "slower" | "faster";

export interface Since {
  earlier: { name: string; at: string };
  /** scenario's key, ordinal of the change, fact, touchpoint, kind. */
  cells: [string, number, string, string, SinceKind][];
  /** How many more there are. */
  left_out?: number;
}

/** The prose of a feature file. */
export interface Described {
  description: string;
  /** Of those that have a description: name and description. */
  rules: [string, string][];
  /** All of them: line, name, description. */
  backgrounds: [number, string, string][];
}

/** What only some views need; decoded when the first of them asks. */
export interface More {
  personas: Persona[];
  /** By id, in the project's order; empty where it declares none. */
  needs: Record<string, { need: string; lives: string }>;
  /** null when the run does not say of which service it is. */
  blueprint: Drawings | null;
  plans: Plan[];
  efforts: Effort[];
  /** By the path of the journey; of those whose file has any. */
  described: Record<string, Described>;
  trends: unknown;
  since: Since | null;
}

async function unpacked<T>(packed: string): Promise<T> {
  const text = atob(packed.trim());
  const bytes = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n++) bytes[n] = text.charCodeAt(n);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(stream).json()) as T;
}

/** An element of the page that may still be on its way: a large report is shown while it is being read. */
async function element(name: string): Promise<HTMLElement | null> {
  for (;;) {
    const found = document.getElementById(name);
    // While the page is being read, the last element may be half of one.
    if (found && (document.readyState !== "loading" || found.nextElementSibling)) return found;
    if (document.readyState !== "loading") return null;
    await new Promise((done) => setTimeout(done, 20));
  }
}

async function load<T>(name: string): Promise<T> {
  const found = await element(name);
  if (!found) throw new Error(`this page holds no ${name}`);
  return unpacked<T>(found.textContent ?? "");
}

/** The index stands before the app, so it is there. */
export function loadIndex(): Promise<Index> {
  return unpacked<Index>(document.getElementById("index")?.textContent ?? "");
}

let more: Promise<More> | undefined;
export function loadMore(): Promise<More> {
  return (more ??= load<More>("more"));
}

const _KEPT = 24;
const chunks = new Map<number, Promise<PackedScenario[]>>();
const whole = new WeakMap<PackedScenario, ScenarioDetail>();

/** One scenario's details; the chunks asked for last are kept. */
export async function loadScenario(starts: number[], scenario: number): Promise<ScenarioDetail> {
  let chunk = starts.length - 1;
  while (chunk > 0 && (starts[chunk] ?? 0) > scenario) chunk--;
  let loaded = chunks.get(chunk);
  chunks.delete(chunk);
  loaded ??= load<PackedScenario[]>(`c-${chunk}`);
  chunks.set(chunk, loaded);
  if (chunks.size > _KEPT) chunks.delete(chunks.keys().next().value!);
  const packed = (await loaded)[scenario - (starts[chunk] ?? 0)];
  if (!packed) throw new Error(`scenario ${scenario} is not in its chunk`);
  const detail = whole.get(packed) ?? { ...packed, cells: packed.cells.map(wholeCell) };
  whole.set(packed, detail);
  return detail;
}

const PICTURE = /^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/=]+$/;

/** A picture inside the page as a data: address; null when it lies beside the page. */
export async function loadPicture(name: string): Promise<string | null> {
  const data = (await element(`m-${name}`))?.textContent?.trim();
  return data && PICTURE.test(data) ? data : null;
}
