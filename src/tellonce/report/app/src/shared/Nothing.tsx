import { useEffect } from "preact/hooks";
import { say } from "../words";

/** What a link leads to that names nothing of this run. */
export function Nothing() {
  useEffect(() => {
    document.title = `${say("page.nothing_here")} · Tellonce`;
  }, []);
  return (
    <section>
      <h1>{say("page.nothing_here")}</h1>
      <p class="empty">{say("page.not_found")}</p>
    </section>
  );
}
