// Every state of every view stands in the URL's hash, so that any of it can be linked to:
// "#/matrix?persona=Maria&sort=slowest". An address without "#/" is a place on the first page.
import { computed, signal } from "@preact/signals";

export interface Route {
  /** "" is the first page. */
  view: string;
  /** What follows the view, between slashes. */
  path: string[];
  /** The view's state. */
  query: URLSearchParams;
}

const hash = signal(location.hash);
addEventListener("hashchange", () => (hash.value = location.hash));

export const route = computed(() => parse(hash.value));

function parse(text: string): Route {
  if (!text.startsWith("#/")) return { view: "", path: [], query: new URLSearchParams() };
  const [path = "", query = ""] = text.slice(2).split("?", 2);
  const [view = "", ...rest] = path.split("/").map(decoded);
  return { view, path: rest, query: new URLSearchParams(query) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a view. Empty values of `query` are left out, so that the plain view has the plain address. */
export function address(view: string, path: (string | number)[] = [], query: Record<string, string> = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== "");
  const asked = kept.length ? `?${new URLSearchParams(kept)}` : "";
  return `#/${[view, ...path].map((part) => encodeURIComponent(part)).join("/")}${asked}`;
}

/** Change the state of the view that is shown; what is not named stays. Typing into a field makes no history. */
export function setQuery(change: Record<string, string>, how: "push" | "replace" = "replace"): void {
  const now = route.peek();
  const query = { ...Object.fromEntries(now.query), ...change };
  const next = address(now.view, now.path, query);
  if (how === "push") history.pushState(null, "", next);
  else history.replaceState(history.state, "", next);
  hash.value = next;
}
