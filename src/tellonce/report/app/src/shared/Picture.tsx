// A picture of the evidence, with the value's place marked on it; it opens larger in a dialog.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Exhibit } from "../payload";
import { loadPicture } from "../payload";
import { route, setQuery } from "../route";
import { say } from "../words";
import { called } from "./pages";

/** Pixels from a word to the edge of its mark: the line around it hides no letter, nor its neighbour. */
const AROUND = 3;

export function Picture({ exhibit }: { exhibit: Exhibit }) {
  const name = exhibit.picture!;
  const [data, setData] = useState<string | null>();
  const open = route.value.query.get("open") === name;
  useEffect(() => {
    let wanted = true;
    setData(undefined);
    void loadPicture(name).then((found) => wanted && setData(found));
    return () => {
      wanted = false;
    };
  }, [name]);
  return (
    <div class="picture">
      {data === null && (
        <p class="note">{say("exhibit.beside")}</p>
      )}
      {data && (
        <button
          type="button"
          class="enlarge"
          aria-haspopup="dialog"
          aria-label={say("exhibit.enlarge", { caption: called(exhibit) })}
          onClick={() => setQuery({ open: name }, "push")}
        >
          <Marks exhibit={exhibit} data={data} />
        </button>
      )}
      {data && open && <Large exhibit={exhibit} data={data} />}
    </div>
  );
}

function Large({ exhibit, data }: { exhibit: Exhibit; data: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current!;
    if (!shown.open) shown.showModal();
    return () => shown.close();
  }, []);
  const close = () => setQuery({ open: "" });
  return (
    <dialog
      ref={dialog}
      class="large"
      aria-label={called(exhibit)}
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <p class="bar">
        <b>{called(exhibit)}</b>
        <button type="button" onClick={close}>
          {say("exhibit.close")}
        </button>
      </p>
      <div class="around" tabIndex={0} role="region" aria-label={called(exhibit)}>
        <Marks exhibit={exhibit} data={data} />
      </div>
    </dialog>
  );
}

function Marks({ exhibit, data }: { exhibit: Exhibit; data: string }) {
  return (
    <span class="marked-page">
      <img src={data} alt={called(exhibit)} decoding="async" />
      {(exhibit.marks ?? []).map(([left, top, right, bottom, which]) => (
        <span
          class={`place ${which}`}
          aria-hidden="true"
          style={{
            left: `calc(${left * 100}% - ${AROUND}px)`,
            top: `calc(${top * 100}% - ${AROUND}px)`,
            width: `calc(${(right - left) * 100}% + ${2 * AROUND}px)`,
            height: `calc(${(bottom - top) * 100}% + ${2 * AROUND}px)`,
          }}
        />
      ))}
    </span>
  );
}
