// What is known of the place that was chosen in the drawing.
import type { ComponentChildren } from "preact";
import { called, index, spot } from "../../run";
import { say } from "../../words";
import type { Drawing, PlaceId } from "./drawing";
import { systemId, touchpointId } from "./drawing";
import { hopWords } from "./Ways";

interface Props {
  at: PlaceId;
  drawing: Drawing;
  /** What came of it, or what it knows at the moment that is shown; "" for nothing. */
  said: string;
  links: { to: string; says: string }[];
  choose: (place: string) => void;
}

export function PlacePanel(props: Props) {
  const key = props.at.slice(props.at.indexOf(":") + 1);
  const isSystem = props.at.startsWith("system:");
  const name = isSystem ? (index().blueprint.systems[key]?.called ?? key) : called(key);
  return (
    <aside class="bp-panel" aria-labelledby="bp-chosen">
      <h2 id="bp-chosen">
        <span>{name}</span>
        <button type="button" onClick={() => props.choose("")}>
          {say("blueprint.close")}
        </button>
      </h2>
      {isSystem ? <AboutSystem {...props} system={key} /> : <AboutTouchpoint {...props} touchpoint={key} />}
    </aside>
  );
}

function AboutTouchpoint(props: Props & { touchpoint: string }) {
  const about = spot(props.touchpoint)!;
  const card = props.drawing.cards.find((one) => one.key === props.touchpoint)!;
  const facts = index().blueprint.facts;
  return (
    <>
      <dl class="facts">
        <Fact name={say("word.owner")}>{about.owner}</Fact>
        <Fact name={say("blueprint.kind")}>
          {say(`blueprint.kind.${about.kind}`)}
          {about.moment && <span class="truth"> {say("word.moment_of_truth")}</span>}
        </Fact>
        <Fact name={say("blueprint.promised")}>{say("blueprint.within", { time: card.promise })}</Fact>
        <Fact name={say("blueprint.stage")}>{about.stage}</Fact>
        {about.third_party && <Fact name={say("blueprint.third_party")}>{about.third_party}</Fact>}
        <Fact name={say("blueprint.uses")}>{about.facts.map((fact) => facts[fact] ?? fact).join(", ")}</Fact>
        <Fact name={say("blueprint.shows_copy_of")}>
          <PlaceLink {...props} system={about.fed_by} />
        </Fact>
        <Fact name={say("blueprint.came_of_it")}>{props.said}</Fact>
      </dl>
      {props.links.length > 0 && (
        <ul class="bp-links">
          {props.links.map((link) => (
            <li>
              <a href={link.to}>{link.says}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function AboutSystem(props: Props & { system: string }) {
  const about = index().blueprint.systems[props.system];
  const told = props.drawing.edges.filter((edge) => !edge.feeds && edge.to === props.system);
  const tells = props.drawing.edges.filter((edge) => !edge.feeds && edge.from === props.system);
  const feeds = props.drawing.edges.filter((edge) => edge.feeds && edge.from === props.system);
  return (
    <>
      <dl class="facts">
        {about?.owner && <Fact name={say("word.owner")}>{about.owner}</Fact>}
        {props.said && <Fact name={say("blueprint.at_this_moment")}>{props.said}</Fact>}
        {told.length > 0 && (
          <Fact name={say("blueprint.told_by")}>
            <ul>
              {told.map((edge) => (
                <li>
                  <PlaceLink {...props} system={edge.from} />: {hopWords(edge, 20)}
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {tells.length > 0 && (
          <Fact name={say("blueprint.tells")}>
            <ul>
              {tells.map((edge) => (
                <li>
                  <PlaceLink {...props} system={edge.to} />: {hopWords(edge, 20)}
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {feeds.length > 0 && (
          <Fact name={say("blueprint.feeds")}>
            <ul>
              {feeds.map((edge) => (
                <li>
                  <button type="button" class="bp-link" onClick={() => props.choose(touchpointId(edge.to))}>
                    {called(edge.to)}
                  </button>
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </dl>
    </>
  );
}

function PlaceLink(props: Props & { system: string }) {
  const name = index().blueprint.systems[props.system]?.called ?? props.system;
  const drawn = props.drawing.systems.some((one) => one.key === props.system);
  return drawn ? (
    <button type="button" class="bp-link" onClick={() => props.choose(systemId(props.system))}>
      {name}
    </button>
  ) : (
    <>{name}</>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
