import { say } from "../../words";

export function Journeys() {
  return <h1>{say("journeys.title")}</h1>;
}
