import { say } from "../../words";

export function Matrix() {
  return <h1>{say("matrix.title")}</h1>;
}
