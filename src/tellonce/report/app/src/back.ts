// Going back leads to the link that was followed, and not to the top of the view that it stands in.

interface Place {
  top: number;
  /** Where the link led. */
  href: string;
}

// The browser keeps it with the address in its history: an address that is new has none.
addEventListener(
  "click",
  (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href^='#']") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const place: Place = { top: scrollY, href: link.getAttribute("href")! };
    history.replaceState(place, "");
  },
  true,
);

/** Whether the view that is shown now was come back to: then it is where it was left, with the focus on that link. */
export function wentBack(main: HTMLElement): boolean {
  const place = history.state as Place | null;
  if (!place) return false;
  scrollTo({ top: place.top, behavior: "instant" });
  const shown = [...main.querySelectorAll<HTMLAnchorElement>("a[href]")].filter((one) => one.checkVisibility());
  const link = shown.find((one) => one.getAttribute("href") === place.href);
  (link ?? main).focus({ preventScroll: true });
  return true;
}
