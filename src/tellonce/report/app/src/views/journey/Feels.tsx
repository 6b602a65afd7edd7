import { say } from "../../words";
import type { Stage } from "./stages";

/** How high a feeling stands, in hundredths from the top; 5 is the best. */
const top = (height: number): number => 84 - (height - 1) * 17;

/** One stage of the curve of her feelings, which goes on in the stages beside it. Levels without a plan are 0. */
export function Curve({ before, here, after }: { before: number; here: number; after: number }) {
  const y = top(here);
  const half = (level: number) => (y + top(level)) / 2;
  const from = before ? `M0 ${half(before)}C12.5 ${(y + half(before)) / 2} 25 ${y} 50 ${y}` : `M50 ${y}`;
  const to = after ? `C75 ${y} 87.5 ${(y + half(after)) / 2} 100 ${half(after)}` : "";
  return (
    <span class="curve" aria-hidden="true">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" focusable="false">
        <path class="middle" d={`M0 ${top(3)}H100`} />
        <path class="feelings" d={from + to} />
      </svg>
      <span class="point" style={{ top: `${y}%` }}>
        <Face height={here} />
      </span>
    </span>
  );
}

const MOUTHS = ["M7.5 17c1.4-3.4 7.6-3.4 9 0", "M8 16.4c1.6-1.7 6.4-1.7 8 0", "M8 15.6h8", "M8 14.8c1.6 1.7 6.4 1.7 8 0", "M7.2 13.8c1 4.6 8.6 4.6 9.6 0z"];

/** The feeling as a face, for the eye; its word always stands beside it. */
export function Face({ height }: { height: number }) {
  return (
    <svg class={`face f${height}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="12" cy="12" r="10.5" />
      <path d="M9 9.2v.9m6-.9v.9" />
      <path d={MOUTHS[height - 1]} />
    </svg>
  );
}

export function feeling(stage: Stage): string {
  return say(`feeling.${stage.feels}`);
}
