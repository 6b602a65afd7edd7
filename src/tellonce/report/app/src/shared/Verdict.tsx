import type { VerdictWords } from "../payload";

/** The verdict's shape and letter; the symbols stand in the page. Its name must be said beside it, or `named` set. */
export function Icon({ verdict, named = false }: { verdict: VerdictWords; named?: boolean }) {
  const name = named ? { role: "img" as const, "aria-label": verdict.short } : { "aria-hidden": true as const };
  return (
    <svg class={`i ${verdict.group}`} focusable="false" {...name}>
      <use href={`#v-${verdict.key}`} />
    </svg>
  );
}
