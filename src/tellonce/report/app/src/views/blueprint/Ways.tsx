// What lies under the places of the drawing, and between them: lanes, lines, hops, breaks.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { index } from "../../run";
import { count, say } from "../../words";
import type { Drawing, Edge } from "./drawing";
import { boxes, endOf } from "./drawing";

export function Ground({ drawing }: { drawing: Drawing }) {
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
export function tail(edge: Edge): string {
  const [before = "", last = ""] = edge.d.split("Q").slice(-2);
  const [corner = "", straight = ""] = before.split("L");
  return `M${corner.split(" ").slice(2).join(" ")}L${straight}Q${last}`;
}

export function Tip({ edge }: { edge: Edge }) {
  const [x, y] = end(edge);
  return <path class="bp-tip" d={`M${x - 6} ${y - 3.5}L${x} ${y}L${x - 6} ${y + 3.5}z`} />;
}

export function Break({ edge, drawing, faint }: { edge: Edge; drawing: Drawing; faint: boolean }) {
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

export function HopLabel({ edge }: { edge: Edge }) {
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
