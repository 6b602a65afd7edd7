import type { Exhibit as Shown } from "../payload";

/** One piece of evidence, as text; pictures by their name. */
export function Exhibit({ exhibit }: { exhibit: Shown }) {
  return (
    <figure class="exhibit">
      <figcaption>
        <span class="kind">{exhibit.caption}</span> {exhibit.place}
      </figcaption>
      {exhibit.text && <pre>{exhibit.text}</pre>}
      {!exhibit.text && exhibit.path && <a href={exhibit.path}>{exhibit.path}</a>}
    </figure>
  );
}
