// What report/trends.py hands over: trends_as_dict.

export interface Run {
  name: string;
  at: string;
  kept: number;
  broken: number;
  waiting: number;
  not_seen: number;
  scenarios: number;
  lost: number;
  retried: number;
  contacts: number;
  pages: number;
  fields: number;
  waited_s: number;
}

/** run index, kept, of, median_s, p95_s, unknown */
export type Point = [number, number, number, number | null, number | null, number];

export interface Place {
  key: string;
  called: string;
  owner: string;
  lane: string;
  moment_of_truth: boolean;
  points: Point[];
  rate: number | null;
  since: { run: string; at: string } | null;
  flaky: number;
  fact?: string;
  fact_called?: string;
}

export interface Figure {
  value: number | null;
  of: number;
  method: string;
  parts: Record<string, number>;
  left_out: Record<string, number>;
  p95_s: number | null;
  months: [string, number | null, number][];
}

/** run index, scenarios, contacts, pages, fields, waited_s, switches, repeated, transfers, lost */
export type EffortPoint = [number, number, number, number, number, number, number, number, number, number];

export interface Trends {
  format: number;
  service: string;
  quantiles: string;
  flaky_rule: string;
  runs: Run[];
  touchpoints: Place[];
  promises: Place[];
  flaky: {
    key: string;
    route: string;
    touchpoint: string;
    fact: string;
    persona: string;
    scenario: string;
    journey: string;
    points: [number, "kept" | "broken"][];
  }[];
  retried: { run: string; name: string; journey: string; attempts: number; first: string; last: string }[];
  effort: { journey: string; feature: string; persona: string; points: EffortPoint[] }[];
  lost: { run: string; journey: string; scenario: string; persona: string; wanted: string; doing: string; after_s: number }[];
  answers: Record<"nps" | "ces" | "csat" | "first_contact" | "resolution", Figure | null>;
}
