import { say } from "../../words";

/** What kind of sight: good, bad, or nothing learned. Its shape says it too. */
export function tone(sight: string): "good" | "bad" | "blank" {
  return sight === "N" ? "good" : sight === "0" || sight === "E" ? "blank" : "bad";
}

/** The mark of a look, drawn about a place: a disc for the new value, squares and others for what is wrong. */
export function Mark({ sight, x, y }: { sight: string; x: number; y: number }) {
  return (
    <g class={`sight ${tone(sight)}`} transform={`translate(${x} ${y})`}>
      <Shape sight={sight} />
    </g>
  );
}

function Shape({ sight }: { sight: string }) {
  switch (sight) {
    case "N":
      return (
        <>
          <circle r="9" class="body" />
          <path d="m-4 .3 2.8 2.9 5.4-6" class="tick" />
        </>
      );
    case "0":
      return <circle r="6" class="ring" />;
    case "E":
      return (
        <>
          <circle r="8.5" class="ring dashed" />
          <text y="4">?</text>
        </>
      );
    case "O":
      return (
        <>
          <rect x="-8.5" y="-8.5" width="17" height="17" rx="3" class="body" />
          <text y="4.2">{letter(sight)}</text>
        </>
      );
    case "M":
    case "G":
      return (
        <>
          <path d="M0-11 11 0 0 11-11 0z" class="body" />
          <text y="4">{letter(sight)}</text>
        </>
      );
    default:
      return (
        <>
          <path d="M-4-10h8l6 6v8l-6 6h-8l-6-6v-8z" class="body" />
          <text y="4">{letter(sight)}</text>
        </>
      );
  }
}

function letter(sight: string): string {
  return say(`sight.${sight}`).charAt(0).toUpperCase();
}

/** The mark beside its words, for lists. */
export function Sight({ sight }: { sight: string }) {
  return (
    <span class={`sight-said ${tone(sight)}`}>
      <svg viewBox="-12 -12 24 24" aria-hidden="true" focusable="false">
        <Mark sight={sight} x={0} y={0} />
      </svg>
      {say(`sight.${sight}`)}
    </span>
  );
}
