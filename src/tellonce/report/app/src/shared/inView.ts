// Which of many things of known size are on the screen: the others need not be in the document.
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

export type Span = readonly [first: number, end: number];

const BEYOND_PX = 400;

/** Where each begins, and where the last ends. */
export function offsetsOf(sizes: ArrayLike<number>): Float64Array {
  const offsets = new Float64Array(sizes.length + 1);
  for (let n = 0; n < sizes.length; n++) offsets[n + 1] = offsets[n]! + sizes[n]!;
  return offsets;
}

/** The number of what lies at `px`. */
export function at(offsets: Float64Array, px: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]! <= px) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The span of things that are near the screen, along one axis. of: the element that they fill.
 * within: what scrolls them, if it is not the page.  start: pixels before the first, which stay in sight and cover what
 * scrolls beneath.  beyond: how many more pixels count as near. */
export function useSpan(
  of: RefObject<HTMLElement>,
  offsets: Float64Array,
  axis: "across" | "down",
  { within, start = 0, beyond = BEYOND_PX }: { within?: RefObject<HTMLElement>; start?: number; beyond?: number } = {},
): Span {
  const [span, setSpan] = useState<Span>([0, Math.min(offsets.length - 1, axis === "down" ? 20 : 14)]);
  useEffect(() => {
    const look = () => {
      const box = of.current?.getBoundingClientRect();
      if (!box) return;
      const clip = within?.current?.getBoundingClientRect();
      const [zero, from, to] =
        axis === "down"
          ? [box.top, Math.max(0, clip?.top ?? 0), Math.min(innerHeight, clip?.bottom ?? innerHeight)]
          : [box.left, Math.max(0, clip?.left ?? 0), Math.min(innerWidth, clip?.right ?? innerWidth)];
      const first = at(offsets, from - zero - beyond);
      const end = Math.min(offsets.length - 1, at(offsets, to - zero - start + beyond) + 1);
      setSpan((now) => (now[0] === first && now[1] === end ? now : [first, end]));
    };
    look();
    // A view may be drawn before it is shown; that, and a change of width, is a change of size.
    const observer = new ResizeObserver(look);
    for (const one of [of.current, within?.current]) if (one) observer.observe(one);
    addEventListener("scroll", look, { passive: true, capture: true });
    addEventListener("resize", look);
    return () => {
      observer.disconnect();
      removeEventListener("scroll", look, { capture: true });
      removeEventListener("resize", look);
    };
  }, [offsets, start, beyond]);
  return [Math.min(span[0], offsets.length - 1), Math.min(span[1], offsets.length - 1)];
}

/** Whether the screen (or the paper) is so now. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const changed = () => setHolds(media.matches);
    changed();
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, [query]);
  return holds;
}

/** Pixels of one rem. */
export function rem(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

/** Whether the page is being printed. Said before the paper is laid out: later the pages are counted already. */
export function usePrinted(): boolean {
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    const before = () => setAsked(true);
    const after = () => setAsked(false);
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, []);
  return useMedia("print") || asked;
}
