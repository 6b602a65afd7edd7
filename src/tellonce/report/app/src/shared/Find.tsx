// A search that every view has: a dialog with a combobox (the ARIA pattern), opened by its button and by the key "/".
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { say, sayMany } from "../words";
import { type Finding, finds } from "./findings";
import { prepareSearch } from "./search";
import { Icon } from "./Verdict";

const OFF = "tellonce-no-find-key";

export function Find() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const [keyed, setKeyed] = useState(remembered);
  // At once, not after the next frame: the key may be pressed as soon as the button is seen.
  useLayoutEffect(() => {
    if (!keyed) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || writes(event.target)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [keyed]);
  useEffect(() => {
    if (open) {
      prepareSearch();
      dialog.current?.showModal();
      dialog.current?.querySelector("input")?.focus();
    }
  }, [open]);
  const close = () => dialog.current?.close();
  return (
    <>
      <button type="button" class="find-open" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {say("find.open")}
        {keyed && <kbd aria-hidden="true">/</kbd>}
      </button>
      {open && (
        <dialog
          ref={dialog}
          class="find"
          aria-labelledby="find-title"
          onClose={() => setOpen(false)}
          onClick={(event) => event.target === dialog.current && close()}
        >
          <div class="find-head">
            <h2 id="find-title">{say("find.title")}</h2>
            <button type="button" onClick={close}>
              {say("find.close")}
            </button>
          </div>
          <Combobox close={close}>
            <label>
              <input
                type="checkbox"
                checked={keyed}
                onChange={(event) => {
                  setKeyed(event.currentTarget.checked);
                  remember(event.currentTarget.checked);
                }}
              />
              {say("find.key_on")}
            </label>
          </Combobox>
        </dialog>
      )}
    </>
  );
}

function Combobox({ close, children }: { close: () => void; children: ComponentChildren }) {
  const [asked, setAsked] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => finds(asked), [asked]);
  const flat = useMemo(() => groups.flatMap((group) => group.findings), [groups]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen, flat]);
  const go = (finding: Finding | undefined) => {
    if (!finding) return;
    close();
    location.hash = finding.href;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = flat.length - 1;
    const to = { ArrowDown: chosen < last ? chosen + 1 : 0, ArrowUp: chosen > 0 ? chosen - 1 : last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setChosen(Math.max(0, to));
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(flat[chosen]);
    }
  };
  let n = -1;
  return (
    <>
      <input
        type="text"
        role="combobox"
        aria-label={say("find.title")}
        aria-expanded={flat.length > 0}
        aria-controls="find-list"
        aria-autocomplete="list"
        aria-activedescendant={flat.length ? `find-${chosen}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder={say("find.hint")}
        value={asked}
        onKeyDown={onKeyDown}
        onInput={(event) => {
          setAsked(event.currentTarget.value);
          setChosen(0);
        }}
      />
      <div class="find-list" id="find-list" role="listbox" aria-label={say("find.title")} ref={list} tabIndex={-1}>
        {groups.map((group) => (
          <div role="group" aria-labelledby={`find-${group.key}`} key={group.key}>
            <span id={`find-${group.key}`} role="presentation">
              {say(`find.${group.key}`)}
            </span>
            {group.findings.map((finding) => {
              const mine = ++n;
              return (
                <div
                  key={finding.href}
                  id={`find-${mine}`}
                  role="option"
                  aria-selected={mine === chosen}
                  onClick={() => go(finding)}
                  onMouseMove={() => setChosen(mine)}
                >
                  {finding.verdict && <Icon verdict={finding.verdict} />}
                  <span>
                    <span>{finding.title}</span>
                    <span class="f-sub">{finding.sub}</span>
                  </span>
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <div class="find-foot">
        <span role="status">{flat.length ? sayMany("find.found", flat.length) : say("find.none")}</span>
        <span>{say("find.keys")}</span>
        {children}
      </div>
    </>
  );
}

function writes(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** A key of one letter must be possible to turn off (WCAG 2.1.4); where nothing can be remembered it is on again. */
function remembered(): boolean {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return true;
  }
}

function remember(on: boolean): void {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    // A browser that lets files remember nothing: it holds until the page is closed.
  }
}
