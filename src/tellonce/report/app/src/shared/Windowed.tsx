// A list of any length of which only what is near the screen is in the document; printed, it is whole up to a limit.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

const BEYOND = 12;
const PRINTED = 2000;

/** Rows of the same height. height: pixels of one.  row: what stands in row n.  label: what the list is called. */
export function Windowed(props: {
  count: number;
  height: number;
  label: string;
  row: (n: number) => ComponentChildren;
}) {
  const list = useRef<HTMLUListElement>(null);
  const [range, setRange] = useState<[number, number]>([0, 40]);
  useEffect(() => {
    const look = () => {
      const box = list.current?.getBoundingClientRect();
      if (!box) return;
      const first = Math.max(0, Math.floor(-box.top / props.height) - BEYOND);
      setRange([first, first + Math.ceil(innerHeight / props.height) + 2 * BEYOND]);
    };
    const whole = () => setRange([0, PRINTED]);
    look();
    addEventListener("scroll", look, { passive: true, capture: true });
    addEventListener("resize", look);
    addEventListener("beforeprint", whole);
    addEventListener("afterprint", look);
    return () => {
      removeEventListener("scroll", look, { capture: true });
      removeEventListener("resize", look);
      removeEventListener("beforeprint", whole);
      removeEventListener("afterprint", look);
    };
  }, [props.count, props.height]);
  const first = Math.min(range[0], Math.max(0, props.count - 1));
  const last = Math.min(range[1], props.count);
  return (
    <ul
      class="windowed"
      ref={list}
      aria-label={props.label}
      style={{ paddingTop: `${first * props.height}px`, paddingBottom: `${(props.count - last) * props.height}px` }}
    >
      {Array.from({ length: Math.max(0, last - first) }, (_, at) => {
        const n = first + at;
        return (
          <li key={n} style={{ height: `${props.height}px` }} aria-setsize={props.count} aria-posinset={n + 1}>
            {props.row(n)}
          </li>
        );
      })}
    </ul>
  );
}
