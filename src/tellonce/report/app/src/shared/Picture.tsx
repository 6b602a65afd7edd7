// A picture of the evidence, with the value's place marked on it; it opens larger in a dialog.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Exhibit } from "../payload";
import { loadPicture } from "../payload";
import { route, setQuery } from "../route";
import { say } from "../words";

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
          aria-label={say("exhibit.enlarge", { caption: exhibit.caption })}
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
      aria-label={exhibit.caption}
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <p class="bar">
        <b>{exhibit.caption}</b>
        <button type="button" onClick={close}>
          {say("exhibit.close")}
        </button>
      </p>
      <div class="around" tabIndex={0} role="region" aria-label={exhibit.caption}>
        <Marks exhibit={exhibit} data={data} />
      </div>
    </dialog>
  );
}

function Marks({ exhibit, data }: { exhibit: Exhibit; data: string }) {
  return (
    <span class="marked-page">
      <img src={data} alt={exhibit.caption} decoding="async" />
      {(exhibit.marks ?? []).map(([left, top, right, bottom, which]) => (
        <span
          class={`place ${which}`}
          aria-hidden="true"
          style={{
            left: `calc(${left * 100}% - 5px)`,
            top: `calc(${top * 100}% - 3px)`,
            width: `calc(${(right - left) * 100}% + 10px)`,
            height: `calc(${(bottom - top) * 100}% + 6px)`,
          }}
        />
      ))}
    </span>
  );
}
