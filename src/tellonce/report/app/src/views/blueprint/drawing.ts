// Drawings as html/blueprint/payload.py writes them: what changes here changes there.

export interface Box {
  key: string;
  x: number;
  y: number;
  width: number;
  height: number;
  lines: string[];
  owner: string;
}

export interface Card extends Box {
  promise: string;
}

/** feeds: `to` is a touchpoint that shows a copy of the system `from`; else a hop between two systems. */
export interface Edge {
  from: string;
  to: string;
  feeds: boolean;
  facts: string[];
  d: string;
  cut: [number, number];
}

export interface Drawing {
  width: number;
  height: number;
  margin: number;
  head: number;
  stages: { name: string; lines: string[]; x: number }[];
  /** Room for what she does, one place for each stage. */
  acts: { y: number; width: number; height: number } | null;
  lanes: { lane: string; y: number; height: number }[];
  lines: { line: string; y: number }[];
  cards: Card[];
  systems: Box[];
  edges: Edge[];
}

/** Where news stopped in this run. places: the last that knew, the first that did not, as in `Cell.broke_places`. */
export interface Cut {
  fact: string;
  touchpoint: string;
  places: [string, string];
  /** How many promises broke there. */
  times: number;
  route: string;
}

export interface Drawings {
  whole: Drawing;
  facts: Record<string, Drawing>;
  cuts: Cut[];
}

/** A place of a drawing: a system and a touchpoint may have the same key. */
export type PlaceId = `touchpoint:${string}` | `system:${string}`;

export const touchpointId = (key: string): PlaceId => `touchpoint:${key}`;
export const systemId = (key: string): PlaceId => `system:${key}`;
export const startOf = (edge: Edge): PlaceId => systemId(edge.from);
export const endOf = (edge: Edge): PlaceId => (edge.feeds ? touchpointId(edge.to) : systemId(edge.to));

/** The edge that is cut: the same as broken_edge in html/blueprint/breaking.py. */
export function brokenEdge(edges: Edge[], places: [string, string], touchpoint: string): Edge | undefined {
  const [last, first] = places;
  const near = edges.filter((edge) => endOf(edge) === (first ? systemId(first) : touchpointId(touchpoint)));
  if (!near.length || !last) return near[0];
  return near.find((edge) => leads(last, edge.from, edges)) ?? near[0];
}

function leads(start: string, end: string, edges: Edge[]): boolean {
  const met = new Set([end]);
  for (const key of met) for (const edge of edges) if (!edge.feeds && edge.to === key) met.add(edge.from);
  return met.has(start);
}

/** The place that lies next in a direction; undefined at the rim. */
export function nextPlace(drawing: Drawing, from: PlaceId, key: string): PlaceId | undefined {
  const all = boxes(drawing);
  const here = all.find((one) => one.id === from);
  if (!here) return all[0]?.id;
  const level = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  let best: PlaceId | undefined;
  let nearest = Infinity;
  for (const { id, box } of all) {
    const dx = box.x - here.box.x;
    const dy = box.y + box.height / 2 - here.box.y - here.box.height / 2;
    const ahead = (level ? dx : dy) * sign;
    if (id === from || ahead <= 1) continue;
    const far = ahead + 3 * Math.abs(level ? dy : dx);
    if (far < nearest) [best, nearest] = [id, far];
  }
  return best;
}

export function boxes(drawing: Drawing): { id: PlaceId; box: Box }[] {
  return [
    ...drawing.cards.map((box) => ({ id: touchpointId(box.key), box })),
    ...drawing.systems.map((box) => ({ id: systemId(box.key), box })),
  ];
}
