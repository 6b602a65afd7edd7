// The drawing itself, with its lanes and stages beside it while it scrolls.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { GroupKey, VerdictWords } from "../../payload";
import { index, spot } from "../../run";
import { count, say } from "../../words";
import type { Box, Card, Drawing, Edge, PlaceId } from "./drawing";
import { boxes, endOf, nextPlace, startOf, systemId, touchpointId } from "./drawing";

/** What is drawn of one place. faint: a filter leaves it out. */
export interface Look {
  tone: GroupKey | "";
  says: string;
  named: string;
  verdict?: VerdictWords | undefined;
  faint?: boolean;
  knows?: boolean;
  looked?: boolean;
}

export interface SheetProps {
  drawing: Drawing;
  label: string;
  looks: Map<PlaceId, Look>;
  went: (edge: Edge) => boolean;
  cut: Edge[];
  at: string;
  choose: (place: string) => void;
  zoom: string;
  setZoom: (zoom: string) => void;
  moving: boolean;
}

/** Of the usual size of letters, which the reader may have made larger. */
const READABLE = 0.85;
const WORDS_FIT = 5.75;
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
const STEP = 1.25;

export function Sheet(props: SheetProps) {
  const { drawing, zoom } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(1200);
  useLayoutEffect(() => {
    const measure = () => frame.current && setRoom(frame.current.clientWidth);
    measure();
    const watched = new ResizeObserver(measure);
    if (frame.current) watched.observe(frame.current);
    return () => watched.disconnect();
  }, []);
  const fit = Math.min(2.5, (room - 2) / drawing.width);
  const asked = Number(zoom) / 100;
  const usual = Math.max(READABLE * (rem() / 16), Math.min(fit, 1.25 * (rem() / 16)));
  const scale = zoom === "fit" ? fit : asked > 0 ? Math.min(3, Math.max(0.15, asked)) : usual;
  const zoomBy = (by: number) => props.setZoom(String(Math.round(Math.min(300, Math.max(15, scale * by * 100)))));
  return (
    <>
      <div class="bp-zoom" role="group" aria-label={say("blueprint.zoom")}>
        <button type="button" onClick={() => zoomBy(1 / STEP)} aria-label={say("blueprint.smaller")}>
          −
        </button>
        <output>{say("blueprint.percent", { n: Math.round(scale * 100) })}</output>
        <button type="button" onClick={() => zoomBy(STEP)} aria-label={say("blueprint.larger")}>
          +
        </button>
        <button type="button" aria-pressed={zoom === "fit"} onClick={() => props.setZoom(zoom === "fit" ? "" : "fit")}>
          {say("blueprint.fit")}
        </button>
      </div>
      <div
        class="scroller bp-sheet bp-frame"
        ref={frame}
        role="region"
        tabIndex={0}
        aria-label={props.label}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (event.key === "+" || event.key === "=") zoomBy(STEP);
          else if (event.key === "-") zoomBy(1 / STEP);
          else if (event.key === "0") props.setZoom("fit");
          else return;
          event.preventDefault();
        }}
      >
        <Stages drawing={drawing} scale={scale} />
        <div class="bp-canvas" style={{ width: `${drawing.width * scale}px` }}>
          <Lanes drawing={drawing} scale={scale} />
          <Paper {...props} scale={scale} />
        </div>
      </div>
    </>
  );
}

function Stages({ drawing, scale }: { drawing: Drawing; scale: number }) {
  const starts = drawing.stages.map((stage) => stage.x);
  return (
    <div class={`bp-stages${scale < 0.62 ? " small" : ""}`} aria-hidden="true" style={{ width: `${drawing.width * scale}px` }}>
      {drawing.margin * scale >= WORDS_FIT * rem() && <b style={{ width: `${drawing.margin * scale}px` }}>{say("blueprint.lane.customer")}</b>}
      {drawing.stages.map((stage, n) => (
        <span style={{ left: `${stage.x * scale}px`, width: `${((starts[n + 1] ?? drawing.width) - stage.x - 6) * scale}px` }}>
          {stage.name}
        </span>
      ))}
    </div>
  );
}

function Lanes({ drawing, scale }: { drawing: Drawing; scale: number }) {
  const width = drawing.margin * scale;
  return (
    <div class={`bp-lanes${width < WORDS_FIT * rem() ? " upright" : ""}`} aria-hidden="true" style={{ width: `${Math.max(1.6 * rem(), width - 8)}px` }}>
      {drawing.lanes
        .map((lane) => ({ ...lane, top: Math.max(lane.y, drawing.head), bottom: lane.y + lane.height }))
        .filter((lane) => lane.bottom > lane.top)
        .map((lane) => (
          <span
            style={{ top: `${(lane.top - drawing.head) * scale}px`, height: `${(lane.bottom - lane.top) * scale}px` }}
          >
            {say(`blueprint.lane.${lane.lane}`)}
          </span>
        ))}
    </div>
  );
}

function Paper(props: SheetProps & { scale: number }) {
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

function Ground({ drawing }: { drawing: Drawing }) {
  return (
    <g aria-hidden="true">
      {drawing.lanes.map((lane) => (
        <>
          <rect class={`bp-lane bp-${lane.lane}`} x={0} y={lane.y} width={drawing.width} height={lane.height} />
          <text class="bp-lane-name bp-printed" x={14} y={lane.y + 24}>
            {say(`blueprint.lane.${lane.lane}`)}
          </text>
        </>
      ))}
      {drawing.lines.map((line) => (
        <>
          <path class={`bp-line bp-${line.line}`} d={`M0 ${line.y}H${drawing.width}`} />
          <text class="bp-line-name" x={drawing.width - 12} y={line.y + (line.line === "interaction" ? 13 : -5)}>
            {say(`blueprint.line.${line.line}`)}
          </text>
        </>
      ))}
      {drawing.stages.map((stage) => (
        <text class="bp-stage bp-printed">
          {stage.lines.map((words, n) => (
            <tspan x={stage.x} y={(stage.lines.length === 1 ? 31 : 22) + 17 * n}>
              {words}
            </tspan>
          ))}
        </text>
      ))}
    </g>
  );
}

function end(edge: Edge): [number, number] {
  const [x, y] = edge.d.split("L").at(-1)!.split(" ").map(Number);
  return [x!, y!];
}

/** Its last stretches, from where it leaves the channel that it shares with others. */
function tail(edge: Edge): string {
  const [before = "", last = ""] = edge.d.split("Q").slice(-2);
  const [corner = "", straight = ""] = before.split("L");
  return `M${corner.split(" ").slice(2).join(" ")}L${straight}Q${last}`;
}

function Tip({ edge }: { edge: Edge }) {
  const [x, y] = end(edge);
  return <path class="bp-tip" d={`M${x - 6} ${y - 3.5}L${x} ${y}L${x - 6} ${y + 3.5}z`} />;
}

function Break({ edge, drawing, faint }: { edge: Edge; drawing: Drawing; faint: boolean }) {
  const box = boxes(drawing).find((one) => one.id === endOf(edge))?.box;
  const [x, y] = edge.cut;
  return (
    <g aria-hidden="true" class={`bp-broken${faint ? " faint" : ""}`}>
      <g class="bp-cut" transform={`translate(${x} ${y})`}>
        <circle r={9} />
        <path d="m-4-4 8 8m0-8-8 8" />
      </g>
      {box && <Pill class="bp-flag" x={box.x + 8} y={box.y - 21} words={say("blueprint.stopped_here")} />}
    </g>
  );
}

/** Words on a ground of their own, as wide as they are. anchor "end": they stand left of x. */
function Pill(props: { class: string; x: number; y: number; words: string; anchor?: "end" }) {
  const text = useRef<SVGTextElement>(null);
  const [width, setWidth] = useState(props.words.length * 6.5);
  useLayoutEffect(() => {
    const measured = text.current?.getComputedTextLength?.();
    if (measured) setWidth(measured);
  }, [props.words]);
  return (
    <g class={props.class} transform={`translate(${props.x - (props.anchor ? width + 14 : 0)} ${props.y})`}>
      <rect width={width + 14} height={18} rx={9} />
      <text ref={text} x={7} y={13}>
        {props.words}
      </text>
    </g>
  );
}

function HopLabel({ edge }: { edge: Edge }) {
  const [x, y] = end(edge);
  const words = hopWords(edge, 3);
  return <Pill class="bp-label" x={x - 8} y={y - 22} words={words} anchor="end" />;
}

/** What travels along a hop, at most so many facts by name. */
export function hopWords(edge: Edge, most: number): string {
  const called = edge.facts.map((fact) => index().blueprint.facts[fact] ?? fact);
  if (!called.length) return say("blueprint.everything");
  const named = called.slice(0, most).join(", ");
  return called.length > most ? say("blueprint.and_more_facts", { named, n: count(called.length - most) }) : named;
}

interface PlaceProps {
  id: PlaceId;
  box: Box;
  look: Look;
  chosen: boolean;
  tabIndex: number;
  on: object;
}

function classes(kind: string, { look, chosen }: PlaceProps): string {
  const marks = [look.tone, look.faint && "faint", chosen && "chosen", look.knows && "knows", look.looked && "looked"];
  return [kind, ...marks].filter(Boolean).join(" ");
}

function System(props: PlaceProps) {
  const { box, look } = props;
  return (
    <g
      class={classes("bp-system", props)}
      transform={`translate(${box.x} ${box.y})`}
      role="button"
      tabIndex={props.tabIndex}
      aria-pressed={props.chosen}
      aria-label={look.named}
      data-place={props.id}
      {...props.on}
    >
      <rect class="bp-box" width={box.width} height={box.height} rx={6} />
      <text class="bp-name" x={12} y={19}>
        {box.lines[0]}
      </text>
      <text class="bp-small bp-says" x={12} y={36}>
        {look.says}
      </text>
    </g>
  );
}

function Touchpoint(props: PlaceProps & { box: Card }) {
  const { box, look } = props;
  const about = spot(box.key)!;
  return (
    <g
      class={classes("bp-card", props)}
      transform={`translate(${box.x} ${box.y})`}
      role="button"
      tabIndex={props.tabIndex}
      aria-pressed={props.chosen}
      aria-label={look.named}
      data-place={props.id}
      {...props.on}
    >
      {look.looked && <rect class="bp-pulse" x={-4} y={-4} width={box.width + 8} height={box.height + 8} rx={12} />}
      <rect class="bp-box" width={box.width} height={box.height} rx={9} />
      <text class="bp-name">
        {box.lines.map((words, n) => (
          <tspan x={12} y={21 + 16 * n}>
            {words}
          </tspan>
        ))}
      </text>
      {look.verdict && (
        <svg class="i" x={box.width - 30} y={9} width={21} height={21}>
          <use href={`#v-${look.verdict.key}`} />
        </svg>
      )}
      {about.moment && (
        <path
          class="bp-star"
          transform={`translate(${box.width - 28} 35)`}
          d="m8 1 2.1 4.6 5 .5-3.8 3.4 1.1 4.9L8 11.9l-4.4 2.5 1.1-4.9L.9 6.1l5-.5z"
        />
      )}
      <text class="bp-small" x={12} y={22 + 16 * box.lines.length}>
        {box.owner}
      </text>
      <text class="bp-small" x={12} y={38 + 16 * box.lines.length}>
        {say(`blueprint.card.${about.kind}`, { time: box.promise })}
      </text>
      <svg class="bp-channel" x={12} y={box.height - 24} width={15} height={15}>
        <use href={`#ch-${about.channel}`} />
      </svg>
      <text class="bp-small bp-says" x={33} y={box.height - 12}>
        {look.says}
      </text>
    </g>
  );
}
