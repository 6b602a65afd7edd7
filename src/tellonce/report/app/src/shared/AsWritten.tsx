// What stands below a step, and the row of Examples that a scenario was made of.
import type { Below as What, ExampleRow } from "../payload";
import { say, sayMany } from "../words";

/** step: its words, by which a table or text is called. */
export function Below({ below, step }: { below: What; step: string }) {
  const { rows, more_rows, text, media } = below;
  return (
    <>
      {rows && <Table rows={rows} name={say("step.table", { step })} />}
      {more_rows && <p class="note">{sayMany("step.more_rows", more_rows)}</p>}
      {text !== undefined && (
        <figure class="step-text">
          <figcaption>
            <span class="hidden">{say("step.text", { step })} </span>
            {media && <code>{media}</code>}
          </figcaption>
          <pre tabIndex={0}>{text}</pre>
        </figure>
      )}
    </>
  );
}

export function Example({ example }: { example: ExampleRow }) {
  const title = example.name ? `${say("journey.example")}: ${example.name}` : say("journey.example");
  return (
    <>
      <p class="gherkin-part">{title}</p>
      <Table rows={[example.values.map(([heading]) => heading), example.values.map(([, value]) => value)]} name={title} />
    </>
  );
}

/** The first row has the headings, as behave and Cucumber's data tables take it; a row alone has none. */
function Table({ rows, name }: { rows: string[][]; name: string }) {
  const [first = [], ...others] = rows;
  const headed = others.length > 0;
  return (
    <div class="rows step-table" tabIndex={0} role="group" aria-label={name}>
      <table aria-label={name}>
        {headed && (
          <thead>
            <tr>{first.map((cell) => (cell ? <th scope="col">{cell}</th> : <td />))}</tr>
          </thead>
        )}
        <tbody>
          {(headed ? others : rows).map((row) => (
            <tr>
              {row.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
