// The drawing as SVG. One place can be reached by Tab; arrow keys lead to the others.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Box, Drawing, Edge, PlaceId } from "./drawing";
import { boxes, endOf, nextPlace, startOf, systemId, touchpointId } from "./drawing";
import type { Look } from "./looks";
import { System, Touchpoint } from "./Places";
import { Break, Ground, HopLabel, tail, Tip } from "./Ways";

export interface SheetProps {
  drawing: Drawing;
  label: string;
  /** What stands in the customer's lane. */
  acts: ComponentChildren;
  looks: Map<PlaceId, Look>;
  went: (edge: Edge) => boolean;
  cut: Edge[];
  at: string;
  choose: (place: string) => void;
  zoom: string;
  setZoom: (zoom: string) => void;
  moving: boolean;
}

export function Paper(props: SheetProps & { scale: number }) {
  const { drawing, looks, at } = props;
  const [near, setNear] = useState<PlaceId | Edge | undefined>();
  const holder = useRef<SVGSVGElement>(null);
  const focus = looks.has(at as PlaceId) ? at : boxes(drawing)[0]?.id;
  const touched = (edge: Edge) =>
    near === edge || (typeof near === "string" ? touches(edge, near) : near === undefined && touches(edge, at));
  const go = (event: KeyboardEvent, from: PlaceId) => {
    if (event.key === "Enter" || event.key === " ") props.choose(at === from ? "" : from);
    else if (event.key === "Escape" && at) props.choose("");
    else if (event.key.startsWith("Arrow")) {
      const next = nextPlace(drawing, from, event.key);
      if (next) holder.current?.querySelector<SVGElement>(`[data-place="${CSS.escape(next)}"]`)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const place = (id: PlaceId, box: Box) => ({
    id,
    box,
    look: looks.get(id)!,
    chosen: at === id,
    tabIndex: focus === id ? 0 : -1,
    on: {
      onClick: () => props.choose(at === id ? "" : id),
      onKeyDown: (event: KeyboardEvent) => go(event, id),
      onFocus: () => setNear(id),
      onBlur: () => setNear(undefined),
      onPointerEnter: () => setNear(id),
      onPointerLeave: () => setNear(undefined),
    },
  });
  useEffect(() => {
    const box = boxes(drawing).find((one) => one.id === at)?.box;
    const frame = holder.current?.closest(".bp-frame");
    if (!box || !frame || holder.current?.contains(document.activeElement)) return;
    frame.scrollTo({
      left: (box.x + box.width / 2) * props.scale - frame.clientWidth / 2,
      top: (box.y - drawing.head) * props.scale - frame.clientHeight / 2,
    });
  }, [drawing, at]);
  const ordered = [...drawing.edges].sort((a, b) => rank(a) - rank(b));
  function rank(edge: Edge): number {
    return touched(edge) ? 3 : props.went(edge) ? 2 : props.cut.includes(edge) ? 1 : 0;
  }
  return (
    <svg
      class={`bp${props.moving ? " moving" : ""}${props.scale < 0.5 ? " far" : ""}`}
      ref={holder}
      role="group"
      aria-label={props.label}
      viewBox={`0 ${drawing.head} ${drawing.width} ${drawing.height - drawing.head}`}
      width={drawing.width * props.scale}
      height={(drawing.height - drawing.head) * props.scale}
    >
      <Ground drawing={drawing} />
      {props.acts}
      {ordered.map((edge) => (
        <g
          class={`bp-hop${props.went(edge) ? " went" : ""}${props.cut.includes(edge) ? " cut" : ""}${touched(edge) ? " touched" : ""}${faint(edge, looks) ? " faint" : ""}`}
          key={`${edge.from}>${edge.feeds ? "touchpoint" : "system"}:${edge.to}`}
          aria-hidden="true"
          data-hop={`${edge.from}>${edge.to}`}
          onPointerEnter={() => setNear(edge)}
          onPointerLeave={() => setNear(undefined)}
        >
          <path class="bp-grip" d={edge.d} />
          <path class="bp-edge" d={edge.d} />
          {props.cut.includes(edge) && <path class="bp-tail" d={tail(edge)} />}
          <Tip edge={edge} />
        </g>
      ))}
      {drawing.systems.map((box) => (
        <System {...place(systemId(box.key), box)} />
      ))}
      {drawing.cards.map((box) => (
        <Touchpoint {...place(touchpointId(box.key), box)} box={box} />
      ))}
      {props.cut.map((edge) => (
        <Break edge={edge} drawing={drawing} faint={faint(edge, looks)} />
      ))}
      {drawing.edges.filter((edge) => touched(edge) && !edge.feeds).map((edge) => (
        <HopLabel edge={edge} />
      ))}
    </svg>
  );
}

const touches = (edge: Edge, place: string): boolean => startOf(edge) === place || endOf(edge) === place;

function faint(edge: Edge, looks: Map<PlaceId, Look>): boolean {
  return Boolean(looks.get(endOf(edge))?.faint || looks.get(startOf(edge))?.faint);
}
