import { count, say } from "../words";

/** How a scenario ended, or how many ended so: a word on its colour. */
export function Status({ status, many }: { status: string; many?: number }) {
  const key = status.replace(" ", "-");
  return (
    <span class={`status ${key}`}>
      {many === undefined ? "" : `${count(many)} `}
      {say(`status.${key}`)}
    </span>
  );
}
