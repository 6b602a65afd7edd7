import { say } from "../../words";

export function Trends() {
  return <h1>{say("trends.title")}</h1>;
}
