// What the search of every view finds, a few of each kind.
import type { VerdictWords } from "../payload";
import { address } from "../route";
import { called, index, verdict } from "../run";
import { say } from "../words";
import { cellAddressOf, rowOf, scenarioAddress } from "./addresses";
import { folded, scenarioTexts, words } from "./search";

export interface Finding {
  title: string;
  sub: string;
  href: string;
  verdict?: VerdictWords;
}

const MOST = 5;

/** Findings by kind, those of a kind at most five; without a question the worst that broke. */
export function finds(asked: string): { key: string; findings: Finding[] }[] {
  const wanted = words(asked);
  const groups = [
    { key: "broken", findings: broken(wanted) },
    { key: "touchpoints", findings: wanted.length ? touchpoints(wanted) : [] },
    { key: "personas", findings: wanted.length ? personas(wanted) : [] },
    { key: "journeys", findings: wanted.length ? journeys(wanted) : [] },
    { key: "scenarios", findings: wanted.length ? scenarios(wanted) : [] },
  ];
  return groups.filter((group) => group.findings.length);
}

function fits(text: string, wanted: string[]): boolean {
  return wanted.every((word) => text.includes(word));
}

let worst: number[] | undefined;

/** Broken cells, the worst first. */
function brokenCells(): number[] {
  const { cells } = index();
  worst ??= cells.verdict
    .map((_, n) => n)
    .filter((n) => verdict(cells.verdict[n]!).group === "broken")
    .sort((a, b) => cells.verdict[a]! - cells.verdict[b]! || a - b);
  return worst;
}

function broken(wanted: string[]): Finding[] {
  const { cells, rows, facts, personas, touchpoints, blueprint } = index();
  const names = touchpoints.map((key) => folded(called(key)));
  const about = facts.map((key) => folded(blueprint.facts[key] ?? key));
  const texts = wanted.length ? scenarioTexts() : [];
  const found: Finding[] = [];
  const told = new Set<string>();
  for (const cell of brokenCells()) {
    const row = rowOf(cell);
    const touchpoint = cells.touchpoint[cell]!;
    const text = () => `${names[touchpoint]}\n${about[rows.fact[row]!]}\n${texts[rows.scenario[row]!]}`;
    if (wanted.length && !fits(text(), wanted)) continue;
    const key = touchpoints[touchpoint]!;
    const found_ = verdict(cells.verdict[cell]!);
    const fact = facts[rows.fact[row]!]!;
    // The same break of the same persona is told once.
    const same = `${touchpoint} ${rows.fact[row]} ${rows.persona[row]} ${found_.key}`;
    if (told.has(same)) continue;
    told.add(same);
    found.push({
      title: say("find.cell", { touchpoint: called(key), verdict: found_.short }),
      sub: say("find.change", { persona: personas[rows.persona[row]!]!, fact: blueprint.facts[fact] ?? fact }),
      href: cellAddressOf(row, cell),
      verdict: found_,
    });
    if (found.length === MOST) break;
  }
  return found;
}

function touchpoints(wanted: string[]): Finding[] {
  const keys = Object.keys(index().blueprint.touchpoints);
  return keys
    .filter((key) => fits(folded(`${called(key)}\n${key}\n${index().blueprint.touchpoints[key]!.owner}`), wanted))
    .slice(0, MOST)
    .map((key) => ({
      title: called(key),
      sub: index().blueprint.touchpoints[key]!.owner,
      href: address("matrix", [], { touchpoint: key }),
    }));
}

function personas(wanted: string[]): Finding[] {
  return index()
    .personas.filter((name) => fits(folded(name), wanted))
    .slice(0, MOST)
    .map((name) => ({ title: name, sub: say("find.her_rows"), href: address("matrix", [], { persona: name }) }));
}

function journeys(wanted: string[]): Finding[] {
  return index()
    .journeys.filter((one) => fits(folded(`${one.feature}\n${one.path}`), wanted))
    .slice(0, MOST)
    .map((one) => ({ title: one.feature, sub: one.path, href: address("journey", [one.key]) }));
}

function scenarios(wanted: string[]): Finding[] {
  const { scenarios, journeys } = index();
  const texts = scenarioTexts();
  const found: Finding[] = [];
  for (let n = 0; n < texts.length && found.length < MOST; n++) {
    if (!fits(texts[n]!, wanted)) continue;
    found.push({
      title: scenarios.name[n]!,
      sub: journeys[scenarios.journey[n]!]!.feature,
      href: scenarioAddress(scenarios.id[n]!),
    });
  }
  return found;
}
