// The places of the drawing: systems, and touchpoints as cards.
import { spot } from "../../run";
import { say } from "../../words";
import type { Box, Card, PlaceId } from "./drawing";
import type { Look } from "./looks";

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

export function System(props: PlaceProps) {
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

export function Touchpoint(props: PlaceProps & { box: Card }) {
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
