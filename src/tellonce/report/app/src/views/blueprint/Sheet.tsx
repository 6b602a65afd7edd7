// The drawing, with its lanes and stages beside it while it scrolls, and how large it is.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { say } from "../../words";
import type { Drawing } from "./drawing";
import type { SheetProps } from "./Paper";
import { Paper } from "./Paper";

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
      {drawing.margin * scale >= WORDS_FIT * rem() && <b style={{ width: `${drawing.margin * scale}px` }}>{say("word.stage")}</b>}
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
