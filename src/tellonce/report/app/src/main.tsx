// The app: the views behind the first page. The first page itself is plain HTML that this script leaves as it is.
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { wentBack } from "./back";
import { loadIndex } from "./payload";
import { address, route } from "./route";
import { hold } from "./run";
import { Find } from "./shared/Find";
import { Nothing } from "./shared/Nothing";
import { say } from "./words";
import { Blueprint } from "./views/blueprint/Blueprint";
import { CellPage } from "./views/cell/CellPage";
import { JourneyPage } from "./views/journey/JourneyPage";
import { Journeys } from "./views/journeys/Journeys";
import { Matrix } from "./views/matrix/Matrix";
import { ScenarioPage } from "./views/scenario/ScenarioPage";
import { Scenarios } from "./views/scenarios/Scenarios";
import { Trends } from "./views/trends/Trends";

const VIEWS = ["matrix", "blueprint", "journeys", "scenarios", "trends"];
/** Pages without an entry of their own in the navigation, and the view that leads to them. */
const WITHIN: Record<string, string> = { journey: "journeys", scenario: "journeys" };

function View() {
  const { view, path } = route.value;
  switch (view) {
    case "":
      return null;
    case "matrix":
      return <Matrix />;
    case "blueprint":
      return <Blueprint />;
    case "journeys":
      return <Journeys />;
    case "scenarios":
      return <Scenarios />;
    case "trends":
      return <Trends />;
    case "journey":
      return <JourneyPage path={path} />;
    case "scenario":
      return <ScenarioPage path={path} />;
    case "cell":
      return <CellPage path={path} />;
    default:
      return <Nothing />;
  }
}

/** Shows the view, and hides the first page while there is one. Going to another page moves the focus to its top,
 * going back to the link that was followed. */
function App() {
  const { view, path } = route.value;
  const came = useRef(false);
  const where = [view, ...path].join("/");
  useEffect(() => {
    document.getElementById("overview")!.hidden = view !== "";
    document.getElementById("app")!.hidden = view === "";
    const title = document.querySelector("#app h1")?.textContent;
    document.title = view === "" || !title ? ownTitle : `${title} · Tellonce`;
    const main = document.getElementById("main")!;
    if (came.current && !wentBack(main)) {
      if (view !== "" || !location.hash) {
        scrollTo(0, 0);
        main.focus({ preventScroll: true });
      } else document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
    came.current = true;
  }, [where]);
  return <View />;
}

function Views() {
  const { view } = route.value;
  return (
    <>
      <a href="#" aria-current={view === "" ? "page" : undefined} onClick={home}>
        {say("page.overview")}
      </a>
      {VIEWS.map((name) => (
        <a href={address(name)} aria-current={view === name ? "page" : WITHIN[view] === name ? "true" : undefined}>
          {say(`${name}.title`)}
        </a>
      ))}
      <Find />
    </>
  );
}

function home(event: MouseEvent): void {
  event.preventDefault();
  location.hash = "#overview";
}

const ownTitle = document.title;

async function start(): Promise<void> {
  hold(await loadIndex());
  // Links of the first page that lead nowhere without this script become links by it.
  for (const link of document.querySelectorAll<HTMLAnchorElement>("#overview a[data-to]")) link.href = link.dataset.to!;
  const nav = document.getElementById("views")!;
  nav.textContent = "";
  render(<Views />, nav);
  render(<App />, document.getElementById("app")!);
  // Last: who sees that the app is there can use it.
  document.documentElement.classList.add("has-app");
}

void start();
