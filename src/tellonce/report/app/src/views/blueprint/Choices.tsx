// What is drawn, and which change is played.
import { useMemo } from "preact/hooks";
import { route, setQuery } from "../../route";
import { index } from "../../run";
import { count, say, sayMany } from "../../words";
import type { ChangeRow } from "./changes";
import { changes } from "./changes";

const MOST = 200;

export function Choices({ facts, change }: { facts: string[]; change: ChangeRow | undefined }) {
  const { query } = route.value;
  const { blueprint, personas } = index();
  const spots = Object.values(blueprint.touchpoints);
  const named = (fact: string) => blueprint.facts[fact] ?? fact;
  return (
    <form class="bp-choices" onSubmit={(event) => event.preventDefault()}>
      <Choice
        name={say("word.fact")}
        value={change?.fact ?? query.get("fact") ?? ""}
        all={say("blueprint.every_fact")}
        options={facts.map((fact) => [fact, named(fact)] as [string, string]).sort((a, b) => a[1].localeCompare(b[1]))}
        choose={(fact) => setQuery({ fact, change: "", t: "", at: "" }, "push")}
      />
      <Choice
        name={say("word.persona")}
        value={query.get("persona") ?? ""}
        all={say("blueprint.everybody")}
        options={[...personas].sort((a, b) => a.localeCompare(b)).map((one) => [one, one])}
        choose={(persona) => setQuery({ persona, change: "", t: "" }, "push")}
      />
      <Choice
        name={say("word.owner")}
        value={query.get("owner") ?? ""}
        all={say("blueprint.every_owner")}
        options={[...new Set(spots.map((one) => one.owner))].sort((a, b) => a.localeCompare(b)).map((one) => [one, one])}
        choose={(owner) => setQuery({ owner }, "push")}
      />
      <Choice
        name={say("blueprint.stage")}
        value={query.get("stage") ?? ""}
        all={say("blueprint.every_stage")}
        options={[...new Set(spots.map((one) => one.stage))].map((one) => [one, one])}
        choose={(stage) => setQuery({ stage }, "push")}
      />
      <ChangeChoice change={change} />
    </form>
  );
}

function Choice(props: {
  name: string;
  value: string;
  all: string;
  options: [string, string][];
  choose: (value: string) => void;
}) {
  return (
    <label>
      <span>{props.name}</span>
      <select value={props.value} onChange={(event) => props.choose(event.currentTarget.value)}>
        <option value="">{props.all}</option>
        {props.options.map(([value, name]) => (
          <option value={value}>{name}</option>
        ))}
      </select>
    </label>
  );
}

/** The worst of them; what is left out is found by choosing a fact or a persona. */
function ChangeChoice({ change }: { change: ChangeRow | undefined }) {
  const { query } = route.value;
  const [fact, persona] = [change ? "" : (query.get("fact") ?? ""), query.get("persona") ?? ""];
  const all = useMemo(() => changes(query.get("fact") ?? "", persona), [query.get("fact"), persona]);
  const shown = all.slice(0, MOST);
  if (change && !shown.some((one) => one.key === change.key && one.fact === change.fact)) shown.unshift(change);
  const facts = index().blueprint.facts;
  return (
    <label class="bp-change">
      <span>{say("blueprint.change")}</span>
      <select
        value={change ? `${change.key} ${change.fact}` : ""}
        onChange={(event) => {
          const [key = "", of = ""] = event.currentTarget.value.split(" ");
          setQuery({ change: key, fact: of || fact, t: "", at: "" }, "push");
        }}
      >
        <option value="">{say("blueprint.no_change", { changes: sayMany("count.changes", all.length) })}</option>
        {shown.map((one) => (
          <option value={`${one.key} ${one.fact}`}>
            {say("blueprint.a_change", {
              verdict: one.worst.short,
              persona: one.persona,
              fact: facts[one.fact] ?? one.fact,
              scenario: one.name,
            })}
          </option>
        ))}
        {all.length > MOST && (
          <option value="" disabled>
            {say("blueprint.more_changes", { n: count(all.length - MOST) })}
          </option>
        )}
      </select>
    </label>
  );
}
