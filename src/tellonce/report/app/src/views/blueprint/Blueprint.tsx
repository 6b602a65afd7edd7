import { say } from "../../words";

export function Blueprint() {
  return <h1>{say("blueprint.title")}</h1>;
}
