// Every scenario of the run, to be searched: #/scenarios?q=…&status=…&persona=…&sort=worst
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { index } from "../../run";
import { route, setQuery } from "../../route";
import { scenarioAddress } from "../../shared/addresses";
import { rem, useMedia } from "../../shared/inView";
import { prepareSearch } from "../../shared/search";
import { Status } from "../../shared/Status";
import { Windowed } from "../../shared/Windowed";
import { about, count, say, sayMany } from "../../words";
import { type Asked, askedOf, matching, SORTS } from "./found";

const ROW = 5.25;
const NARROW_ROW = 8.25;
const MOST_TAGS = 3;

export function Scenarios() {
  const text = route.value.query.toString();
  const asked = useMemo(() => askedOf(new URLSearchParams(text)), [text]);
  const { found, byStatus } = useMemo(() => matching(asked), [asked]);
  const narrow = useMedia("(max-width: 52rem)");
  const list = useRef<HTMLDivElement>(null);
  useEffect(prepareSearch, []);
  const every = index().scenarios.id.length;
  const some = asked.q || asked.status || asked.persona || asked.journey || asked.tag;

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !(event.target instanceof HTMLElement) || event.target.tagName === "SELECT") return;
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>("a") ?? [])];
    const now = links.indexOf(event.target as HTMLAnchorElement);
    if (now < 0 && step < 0) return;
    const next = now < 0 ? links.find((link) => link.getBoundingClientRect().bottom > 0) : links[now + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <section class="scenarios" aria-labelledby="scenarios-title" onKeyDown={onKeyDown}>
      <h1 id="scenarios-title">{say("scenarios.title")}</h1>
      <form class="s-tools" role="search" aria-label={say("scenarios.tools")} onSubmit={(event) => event.preventDefault()}>
        <label class="s-search">
          <span>{say("scenarios.search")}</span>
          <input
            type="search"
            value={asked.q}
            placeholder={say("scenarios.search_hint")}
            onInput={(event) => setQuery({ q: event.currentTarget.value })}
          />
        </label>
        <div class="s-statuses" role="group" aria-label={say("scenarios.status")}>
          {index().statuses.map((status, n) => (
            <button
              key={status}
              type="button"
              aria-pressed={asked.status === status}
              onClick={() => setQuery({ status: asked.status === status ? "" : status }, "push")}
            >
              <Status status={status} /> <b>{count(byStatus[n]!)}</b>
            </button>
          ))}
        </div>
        <div class="s-choices">
          <Choice name="persona" asked={asked} options={named(index().personas)} />
          <Choice name="journey" asked={asked} options={index().journeys.map((one) => [one.path, one.feature])} />
          <Choice name="tag" asked={asked} options={named(index().tags)} />
          <Choice name="sort" asked={asked} plain="played" options={SORTS.map((one) => [one, say(`scenarios.sort_${one}`)])} />
        </div>
      </form>
      <p class="s-count">
        <span role="status">
          {some
            ? say("scenarios.n_of", { n: count(found.length), of: sayMany("count.scenarios", every) })
            : sayMany("count.scenarios", every)}
        </span>
        {some && (
          <button type="button" onClick={() => setQuery({ q: "", status: "", persona: "", journey: "", tag: "" }, "push")}>
            {say("scenarios.clear")}
          </button>
        )}
      </p>
      <div ref={list} class="s-list">
        {found.length === 0 ? (
          <p class="empty">{say(every ? "scenarios.none" : "scenarios.nothing")}</p>
        ) : (
          <Windowed
            count={found.length}
            height={(narrow ? NARROW_ROW : ROW) * rem()}
            label={say("scenarios.title")}
            row={(n) => <Row scenario={found[n]!} />}
          />
        )}
      </div>
    </section>
  );
}

function named(list: string[]): [string, string][] {
  return [...list].sort((a, b) => a.localeCompare(b, index().language)).map((one) => [one, one]);
}

function Row({ scenario }: { scenario: number }) {
  const { scenarios, statuses, journeys, personas, tags } = index();
  const mine = scenarios.tags[scenario]!;
  const why = scenarios.why[scenario];
  return (
    <a class="scenario-row" href={scenarioAddress(scenarios.id[scenario]!)}>
      <Status status={statuses[scenarios.status[scenario]!]!} />
      <span class="s-about">
        <b>{scenarios.name[scenario]}</b>
        {why && <span class="s-why">{why}</span>}
        <span class="s-where">
          {scenarios.personas[scenario]!.map((one) => personas[one]).join(", ")} · {journeys[scenarios.journey[scenario]!]!.feature}
        </span>
      </span>
      <span class="s-tags">
        {mine.slice(0, MOST_TAGS).map((one) => (
          <span key={one}>{tags[one]}</span>
        ))}
        {mine.length > MOST_TAGS && <span>+{count(mine.length - MOST_TAGS)}</span>}
      </span>
      <span class="took">{about(scenarios.took[scenario])}</span>
    </a>
  );
}

function Choice(props: {
  name: "persona" | "journey" | "tag" | "sort";
  asked: Asked;
  options: [value: string, said: string][];
  plain?: string;
}): ComponentChildren {
  const { name, plain = "" } = props;
  if (props.options.length < 2 && !props.asked[name]) return null;
  return (
    <label>
      <span>{say(`scenarios.by_${name}`)}</span>
      <select
        value={props.asked[name]}
        onChange={(event) => {
          const value = event.currentTarget.value;
          setQuery({ [name]: value === plain ? "" : value }, "push");
        }}
      >
        {name !== "sort" && <option value="">{say("scenarios.any")}</option>}
        {props.options.map(([value, said]) => (
          <option value={value}>{said}</option>
        ))}
      </select>
    </label>
  );
}
