// What the pages of a letter are called.
import type { Exhibit } from "../payload";
import { say, sayMany } from "../words";

/** Which page of how many; empty for what is none. */
export function pageSaid({ page, more_pages }: Exhibit): string {
  if (more_pages) return sayMany("exhibit.more_pages", more_pages[0], { of: more_pages[1] });
  if (!page) return "";
  return page[1] ? say("exhibit.page_of", { n: page[0], of: page[1] }) : say("exhibit.page", { n: page[0] });
}

/** A piece of evidence by a name that the other pages of its letter do not have. */
export function called(exhibit: Exhibit): string {
  const many = exhibit.more_pages || exhibit.page?.[1];
  return [exhibit.caption, many ? pageSaid(exhibit) : ""].filter(Boolean).join(", ");
}
