// Finding text as people type it: in any case, without accents, words in any order.
import { index } from "../run";

/** Text as it is compared: lower case, no accents. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The words that are looked for. */
export function words(asked: string): string[] {
  return folded(asked).split(/\s+/).filter(Boolean);
}

let texts: string[] | undefined;

/** What can be found of each scenario: its name, journey, personas, tags and why it did not pass. */
export function scenarioTexts(): string[] {
  const { scenarios, journeys, personas, tags } = index();
  texts ??= scenarios.name.map((name, n) =>
    folded(
      [
        name,
        journeys[scenarios.journey[n]!]!.feature,
        ...scenarios.personas[n]!.map((one) => personas[one]!),
        ...scenarios.tags[n]!.map((one) => tags[one]!),
        scenarios.why[n],
      ].join("\n"),
    ),
  );
  return texts;
}

/** Work out `scenarioTexts` while nobody waits, so that the first letter typed is as fast as the others. */
export function prepareSearch(): void {
  setTimeout(scenarioTexts, 300);
}
