// One piece of evidence, whatever it is. All of it comes from the service: text nodes only, and one frame that may
// do nothing.
import { useState } from "preact/hooks";
import type { Exhibit as Piece } from "../payload";
import { route } from "../route";
import { index } from "../run";
import { say, sayMany } from "../words";
import { Marked } from "./Marked";
import { called, pageSaid } from "./pages";
import { Picture } from "./Picture";

export function Exhibit({ exhibit }: { exhibit: Piece }) {
  return (
    <figure class={`exhibit ${exhibit.kind}`}>
      <figcaption>
        <span class="kind">{say(`exhibit.${exhibit.kind}`)}</span> <bdi>{exhibit.caption}</bdi>
        <Place exhibit={exhibit} />
        {exhibit.path && (
          <>
            {" "}
            <a href={exhibit.path} target="_blank" rel="noopener noreferrer">
              {say("exhibit.open_file")}
              <span class="hidden"> {called(exhibit)}</span>
            </a>
          </>
        )}
      </figcaption>
      {exhibit.missing && <p class="note">{say("exhibit.missing")}</p>}
      {exhibit.left_out && <p class="note">{say(`exhibit.left_out_${exhibit.left_out}`)}</p>}
      {exhibit.picture && <Picture exhibit={exhibit} />}
      {exhibit.marks && <PageMarks exhibit={exhibit} />}
      {exhibit.headers ? <Mail exhibit={exhibit} /> : <Body exhibit={exhibit} />}
      {exhibit.pages && <OtherPages pages={exhibit.pages} />}
    </figure>
  );
}

function Place({ exhibit }: { exhibit: Piece }) {
  const { place, caption } = exhibit;
  const said = pageSaid(exhibit) || (caption.includes(place.split(":")[0]!) ? "" : place);
  if (!said) return null;
  return (
    <>
      {" "}
      <bdi class="place-said">{said}</bdi>
    </>
  );
}

function OtherPages({ pages }: { pages: Piece[] }) {
  const [opened, setOpened] = useState(false);
  const wanted = route.value.query.get("open");
  const number = pages.reduce((sum, page) => sum + (page.more_pages?.[0] ?? 1), 0);
  return (
    <details
      class="other-pages"
      open={opened || pages.some((page) => page.picture && page.picture === wanted)}
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary>{sayMany("exhibit.other_pages", number)}</summary>
      {pages.map((page) => (
        <Exhibit exhibit={page} />
      ))}
    </details>
  );
}

function PageMarks({ exhibit }: { exhibit: Piece }) {
  return (
    <ul class="page-marks" aria-label={say("exhibit.marks")}>
      {exhibit.marks!.map(([, , , , which, text, window]) => (
        <li class={which}>
          {say(window ? "exhibit.mark_window" : "exhibit.mark", { kind: say(`exhibit.marked_${which}`), text })}
        </li>
      ))}
    </ul>
  );
}

function Mail({ exhibit }: { exhibit: Piece }) {
  const { headers = [], attached = [], html, text } = exhibit;
  return (
    <div class="letterhead">
      <dl>
        {headers.map(([name, value]) => (
          <div>
            <dt>{say(`mail.${name}`)}</dt>
            <dd>
              <bdi>
                <Marked text={value} />
              </bdi>
            </dd>
          </div>
        ))}
      </dl>
      {text !== undefined && <Text exhibit={exhibit} />}
      {html && (
        <details open={text === undefined}>
          <summary>{say("exhibit.formatted")}</summary>
          <Frame html={html} />
        </details>
      )}
      {attached.length > 0 && (
        <p class="note">
          {say("exhibit.attached")}: {attached.join(", ")}
        </p>
      )}
    </div>
  );
}

/** HTML of the service: no script, no origin, no request, whatever is in it. */
function Frame({ html }: { html: string }) {
  return (
    <iframe
      sandbox=""
      title={say("exhibit.formatted_name")}
      referrerpolicy="no-referrer"
      srcdoc={`<!DOCTYPE html><meta charset="utf-8"><style>${index().frame_style}</style>${html}`}
    />
  );
}

function Body({ exhibit }: { exhibit: Piece }) {
  const { rows, text, picture, html } = exhibit;
  if (picture || exhibit.left_out) {
    return text ? (
      <details>
        <summary>{say("exhibit.page_text")}</summary>
        <Text exhibit={exhibit} />
      </details>
    ) : null;
  }
  if (exhibit.missing && !text) return null;
  return (
    <>
      {html && <Frame html={html} />}
      {text !== undefined &&
        (html ? (
          <details>
            <summary>{say("exhibit.source")}</summary>
            <Text exhibit={exhibit} />
          </details>
        ) : (
          <Text exhibit={exhibit} />
        ))}
      {rows && <Rows rows={rows} of={exhibit.caption} />}
      {text === undefined && !rows && !html && <p class="note">{say("exhibit.nothing")}</p>}
    </>
  );
}

function Text({ exhibit }: { exhibit: Piece }) {
  const { text = "", line } = exhibit;
  if (text === "") return <p class="note">{say("exhibit.no_text")}</p>;
  return (
    <div class={line ? "text numbered" : "text"} tabIndex={0} role="region" aria-label={called(exhibit) || say("exhibit.text")}>
      {line && (
        <span class="number">
          <span class="hidden">{say("cell.line", { n: line })}: </span>
          <span aria-hidden="true">{line}</span>
        </span>
      )}
      <pre>
        <Marked text={text} />
      </pre>
    </div>
  );
}

function Rows({ rows, of }: { rows: NonNullable<Piece["rows"]>; of: string }) {
  return (
    <div class="rows" tabIndex={0} role="region" aria-label={say("exhibit.fields_of", { caption: of })}>
      <table>
        <thead class="hidden">
          <tr>
            <th scope="col">{say("exhibit.field")}</th>
            <th scope="col">{say("exhibit.value")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, value]) => (
            <tr>
              <th scope="row">{name}</th>
              <td>
                {value === "" ? <span class="note">{say("exhibit.empty_value")}</span> : <bdi><Marked text={value} /></bdi>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
