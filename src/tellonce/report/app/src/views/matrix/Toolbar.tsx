// What the matrix shows, and in which order: all of it goes into the address.
import type { ComponentChildren } from "preact";
import { index, verdictOf } from "../../run";
import { setQuery } from "../../route";
import { Icon } from "../../shared/Verdict";
import { count, say, sayMany } from "../../words";
import { type Asked, BANDS, type Filter, FILTERS, GROUPS, plainRows, ROWS, SIGNS, SORTS, toggled } from "./asked";
import { Mark } from "./Face";
import { factCalled } from "./lines";
import { everyColumn, laneSaid } from "./places";
import { type Difference, KINDS } from "./since";
import type { Sum } from "./sums";

type Options = [value: string, said: string][];

function optionsOf(filter: Filter): Options {
  const { personas, facts, journeys, statuses } = index();
  const plain = (list: string[]): Options => [...new Set(list)].filter(Boolean).sort(byName).map((one) => [one, one]);
  switch (filter) {
    case "persona":
      return plain(personas);
    case "fact":
      return facts.map((key): [string, string] => [key, factCalled(key)]).sort((a, b) => byName(a[1], b[1]));
    case "touchpoint":
      return everyColumn().map((one): [string, string] => [one.key, one.called]).sort((a, b) => byName(a[1], b[1]));
    case "owner":
      return plain(everyColumn().map((one) => one.spot?.owner ?? ""));
    case "lane":
      return [...new Set(everyColumn().map((one) => one.spot?.lane ?? ""))].filter(Boolean).map((lane) => [lane, laneSaid(lane)]);
    case "journey":
      return journeys.map((one): [string, string] => [one.path, one.feature]).sort((a, b) => byName(a[1], b[1]));
    case "status":
      return statuses.map((one) => [one, say(`status.${one.replace(" ", "-")}`)]);
  }
}

function byName(a: string, b: string): number {
  return a.localeCompare(b, index().language);
}

export function Toolbar({ asked, sum, difference }: { asked: Asked; sum: Sum; difference: Difference | undefined }) {
  const set = FILTERS.filter((filter) => asked[filter]);
  const some = set.length > 0 || asked.q || asked.verdict.length > 0 || asked.since.length > 0;
  const panel = (name: string) => setQuery({ panel: asked.panel === name ? "" : name });
  return (
    <form class="m-tools" role="search" aria-label={say("matrix.tools")} onSubmit={(event) => event.preventDefault()}>
      <div class="m-top">
        <div class="m-chips" role="group" aria-label={say("matrix.verdicts")}>
          {SIGNS.map(([group, sign]) => (
            <Chip key={group} name="verdict" list={asked.verdict} value={group} n={sum.counts[group]}>
              <Icon verdict={{ ...verdictOf(sign), group }} /> {say(`group.${group}`)}
            </Chip>
          ))}
          {(sum.holes > 0 || asked.verdict.includes("hole")) && (
            <Chip name="verdict" list={asked.verdict} value="hole" n={sum.holes}>
              <span class="m-swatch hole" aria-hidden="true" /> {say("matrix.hole")}
            </Chip>
          )}
        </div>
        <div class="m-line">
          <label class="m-search">
            <span>{say("matrix.search")}</span>
            <input
              type="search"
              value={asked.q}
              placeholder={say("matrix.search_hint")}
              onInput={(event) => setQuery({ q: event.currentTarget.value })}
            />
          </label>
          <button type="button" aria-expanded={asked.panel === "filter"} aria-controls="matrix-filter" onClick={() => panel("filter")}>
            {set.length ? say("matrix.filter_n", { n: set.length }) : say("matrix.filter")}
          </button>
          <button type="button" aria-expanded={asked.panel === "order"} aria-controls="matrix-order" onClick={() => panel("order")}>
            {say("matrix.order")}
          </button>
          {some && (
            <button type="button" class="m-plain" onClick={clear}>
              {say("matrix.clear")}
            </button>
          )}
        </div>
      </div>
      {difference && difference.counts.size > 0 && (
        <div class="m-chips" role="group" aria-labelledby="matrix-since">
          <span id="matrix-since" class="m-label">
            {say("matrix.since", { name: difference.earlier.name })}
          </span>
          {KINDS.filter((kind) => difference.counts.has(kind) || asked.since.includes(kind)).map((kind) => (
            <Chip key={kind} name="since" list={asked.since} value={kind} n={difference.counts.get(kind) ?? 0}>
              <Mark kind={kind} /> <span aria-hidden="true">{say(`matrix.since_${kind}`)}</span>
            </Chip>
          ))}
          {difference.leftOut > 0 && <span class="m-label">{sayMany("matrix.since_more", difference.leftOut)}</span>}
        </div>
      )}
      <div class="m-panel" id="matrix-filter" hidden={asked.panel !== "filter"}>
        {asked.panel === "filter" && FILTERS.map((filter) => (
          <Choice key={filter} name={filter} said={say(`matrix.by_${filter}`)} value={asked[filter]} plain="">
            <option value="">{say("matrix.every")}</option>
            {optionsOf(filter).map(([value, said]) => (
              <option value={value}>{said}</option>
            ))}
          </Choice>
        ))}
      </div>
      <div class="m-panel" id="matrix-order" hidden={asked.panel !== "order"}>
        {asked.panel === "order" && (
          <>
            {(
              [
                ["sort", SORTS, SORTS[0]],
                ["group", GROUPS, GROUPS[0]],
                ["columns", BANDS, BANDS[0]],
                ["rows", ROWS, plainRows()],
              ] as const
            ).map(([name, known, plain]) => (
              <Choice key={name} name={name} said={say(`matrix.${name}`)} value={asked[name]} plain={plain}>
                {known.map((one) => (
                  <option value={one}>{say(`matrix.${name}_${one}`)}</option>
                ))}
              </Choice>
            ))}
            <label class="m-check">
              <input
                type="checkbox"
                checked={asked.all}
                onChange={(event) => setQuery({ all: event.currentTarget.checked ? "1" : "" }, "push")}
              />
              {say("matrix.all")}
            </label>
          </>
        )}
      </div>
      {set.length > 0 && (
        <ul class="m-set" aria-label={say("matrix.filtered_by")}>
          {set.map((filter) => (
            <li key={filter}>
              <button type="button" onClick={() => setQuery({ [filter]: "" }, "push")}>
                {say(`matrix.by_${filter}`)}: <b>{saidOf(filter, asked[filter])}</b> <span aria-hidden="true">×</span>
                <span class="hidden">{say("matrix.remove")}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

function saidOf(filter: Filter, value: string): string {
  return optionsOf(filter).find(([one]) => one === value)?.[1] ?? value;
}

function clear(): void {
  setQuery({ ...Object.fromEntries(FILTERS.map((filter) => [filter, ""])), q: "", verdict: "", since: "", at: "" }, "push");
}

function Chip(props: { name: string; list: string[]; value: string; n: number; children: ComponentChildren }) {
  const on = props.list.includes(props.value);
  return (
    <button
      type="button"
      class={`m-chip ${props.value}${props.n ? "" : " none"}`}
      aria-pressed={on}
      onClick={() => setQuery({ [props.name]: toggled(props.list, props.value) }, "push")}
    >
      {props.children} <b>{count(props.n)}</b>
    </button>
  );
}

function Choice(props: { name: string; said: string; value: string; plain: string; children: ComponentChildren }) {
  return (
    <label>
      <span>{props.said}</span>
      <select
        value={props.value}
        onChange={(event) => {
          const value = event.currentTarget.value;
          setQuery({ [props.name]: value === props.plain ? "" : value }, "push");
        }}
      >
        {props.children}
      </select>
    </label>
  );
}
