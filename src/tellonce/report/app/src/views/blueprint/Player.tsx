// Plays a change along the drawing: a scrubber from the moment she told to the last look, on a log scale.
import { useEffect, useRef, useState } from "preact/hooks";
import { about, count, say } from "../../words";
import type { Play } from "./playing";
import { momentAt, placed } from "./playing";

const LASTS_MS = 9000;
const STEPS = 1000;
const SCALE_S = [1, 60, 3600, 86400, 7 * 86400];

export function Player(props: {
  played: Play;
  t: number;
  know: number;
  of: number;
  /** settled: whether the address shall say so. */
  setTime: (t: number, settled: boolean) => void;
  speed: number;
  setSpeed: (speed: number) => void;
  setMoving: (moving: boolean) => void;
}) {
  const { played, t } = props;
  const still = useStill();
  const [running, setRunning] = useState(false);
  const now = useRef(t);
  now.current = t;
  useEffect(() => {
    props.setMoving(running);
    if (!running) return undefined;
    let last: number | undefined;
    let part = placed(played, now.current);
    if (part >= 1) part = 0;
    let asked = requestAnimationFrame(function frame(at) {
      part += last === undefined ? 0 : ((at - last) / LASTS_MS) * props.speed;
      last = at;
      if (part >= 1) {
        setRunning(false);
        props.setTime(played.end_s, true);
        return;
      }
      props.setTime(momentAt(played, part), false);
      asked = requestAnimationFrame(frame);
    });
    return () => cancelAnimationFrame(asked);
  }, [running, played, props.speed]);
  const step = (next: number | undefined) => {
    setRunning(false);
    if (next !== undefined) props.setTime(next, true);
  };
  const said = t <= 0 ? say("blueprint.when_told") : say("blueprint.after_told", { time: about(t) });
  const known = say("blueprint.know_of", { n: count(props.know), all: count(props.of) });
  return (
    <div class="bp-player" role="group" aria-label={say("blueprint.player")}>
      <div class="bp-buttons">
        <button
          type="button"
          aria-label={say("blueprint.previous")}
          disabled={t <= 0}
          onClick={() => step(played.moments.filter((moment) => moment < t - 1e-9).at(-1))}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4 3v10M13 3 6.5 8l6.5 5z" />
          </svg>
        </button>
        {!still && (
          <button
            type="button"
            class="bp-play"
            onClick={() => {
              if (running) props.setTime(t, true);
              setRunning(!running);
            }}
          >
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d={running ? "M4.5 3h2v10h-2zM9.5 3h2v10h-2z" : "M4.5 2.5 13 8l-8.5 5.5z"} />
            </svg>
            {say(running ? "blueprint.pause" : "blueprint.play")}
          </button>
        )}
        <button
          type="button"
          aria-label={say("blueprint.next")}
          disabled={t >= played.end_s}
          onClick={() => step(played.moments.find((moment) => moment > t + 1e-9))}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M12 3v10M3 3l6.5 5L3 13z" />
          </svg>
        </button>
        {!still && (
          <label class="bp-speed">
            {say("blueprint.speed")}{" "}
            <select value={String(props.speed)} onChange={(event) => props.setSpeed(Number(event.currentTarget.value))}>
              {[0.5, 1, 2, 4].map((speed) => (
                <option value={String(speed)}>{say("blueprint.times", { n: speed })}</option>
              ))}
            </select>
          </label>
        )}
        <p class="bp-now">
          <b>{said}</b> <span>{known}</span>
        </p>
      </div>
      <div class="bp-time">
        <div class="bp-marks" aria-hidden="true">
          {marks(played).map((mark) => (
            <i class={mark.kind} style={{ left: `${mark.at * 100}%` }} />
          ))}
        </div>
        <input
          type="range"
          min={0}
          max={STEPS}
          value={Math.round(placed(played, t) * STEPS)}
          aria-label={say("blueprint.time")}
          aria-valuetext={`${said}; ${known}`}
          onInput={(event) => {
            setRunning(false);
            props.setTime(momentAt(played, Number(event.currentTarget.value) / STEPS), false);
          }}
          onChange={(event) => props.setTime(momentAt(played, Number(event.currentTarget.value) / STEPS), true)}
        />
        <div class="bp-scale" aria-hidden="true">
          <span style={{ left: "0%" }}>{say("blueprint.told")}</span>
          {SCALE_S.filter((s) => placed(played, s) > 0.08 && placed(played, s) < 0.9 && s < played.end_s).map((s) => (
            <span style={{ left: `${placed(played, s) * 100}%` }}>{about(s)}</span>
          ))}
          <span style={{ left: "100%" }}>{about(played.end_s)}</span>
        </div>
      </div>
      <ul class="bp-key">
        <li>
          <i class="bp-mark knew" /> {say("blueprint.mark_knew")}
        </li>
        <li>
          <i class="bp-mark lost" /> {say("blueprint.mark_lost")}
        </li>
        <li>
          <i class="bp-mark deadline" /> {say("blueprint.mark_deadline")}
        </li>
        <li>
          <i class="bp-mark look" /> {say("blueprint.mark_look")}
        </li>
      </ul>
    </div>
  );
}

/** Marks that can be told apart: hundreds of looks are a band anyway. */
function marks(played: Play): { kind: string; at: number }[] {
  const kept = new Map<string, { kind: string; at: number }>();
  for (const mark of [...played.marks, ...played.broken.map((one) => ({ kind: "deadline", at_s: one.at_s }))]) {
    const at = Math.round(placed(played, mark.at_s) * 250) / 250;
    kept.set(`${mark.kind} ${at}`, { kind: mark.kind, at });
  }
  const order = ["look", "deadline", "knew", "lost"];
  return [...kept.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** Whether she asked her machine for less motion. */
function useStill(): boolean {
  const asked = matchMedia("(prefers-reduced-motion: reduce)");
  const [still, setStill] = useState(asked.matches);
  useEffect(() => {
    const changed = () => setStill(asked.matches);
    asked.addEventListener("change", changed);
    return () => asked.removeEventListener("change", changed);
  }, []);
  return still;
}
