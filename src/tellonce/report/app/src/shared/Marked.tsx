import type { Marked as Pieces } from "../payload";
import { say } from "../words";

/** Text of the service, with the new and the old value marked; what is marked says which it is. */
export function Marked({ text }: { text: Pieces }) {
  if (typeof text === "string") return <>{text}</>;
  return (
    <>
      {text.map((piece) =>
        typeof piece === "string" ? (
          piece
        ) : (
          <mark class={piece[1]} title={say(`exhibit.marked_${piece[1]}`)}>
            {piece[0]}
          </mark>
        ),
      )}
    </>
  );
}

/** The same as plain text. */
export function plain(text: Pieces | undefined): string {
  if (text === undefined || typeof text === "string") return text ?? "";
  return text.map((piece) => (typeof piece === "string" ? piece : piece[0])).join("");
}
