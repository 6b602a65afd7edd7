// What she does on a page: fields filled in and things activated, told to `tellonceHears`. Runs in a world of its own:
// the page sees none of it, and its policies do not forbid it. Nothing is changed, stopped or kept.
(() => {
  const page = `${performance.timeOrigin}-${Math.random()}`;
  const numbers = new WeakMap();
  const before = new WeakMap();
  let last = 0;
  let entered = false;
  const tell = (what) => globalThis.tellonceHears(JSON.stringify({ page, ...what }));
  const short = (text) => (text || "").trim().replace(/\s+/g, " ").slice(0, 60);
  const kind = (field) =>
    field instanceof HTMLSelectElement ? "select"
      : field instanceof HTMLTextAreaElement ? "textarea"
        : field instanceof HTMLInputElement ? field.type
          : field instanceof HTMLElement && field.isContentEditable ? "editable" : "";
  // Of these the browser's own events are no act of hers; Playwright sets the others' values without a key press.
  const noField = new Set(["button", "submit", "reset", "image", "hidden"]);
  const bySetting = new Set(["select", "date", "time", "month", "week", "datetime-local", "color", "range", "file"]);
  const secret = /password|one-time-code|username|cc-csc/;
  const group = (field) =>
    field.type === "radio" && field.name
      ? [...(field.form || document).querySelectorAll("input[type=radio]")].filter(
        (one) => one.name === field.name && one.form === field.form)
      : [field];
  const key = (field) => group(field)[0];
  const number = (field) => {
    const first = key(field);
    if (!numbers.has(first)) numbers.set(first, ++last);
    return numbers.get(first);
  };
  const picks = (field) => ["radio", "checkbox"].includes(field.type);
  const value = (field) =>
    picks(field) ? (group(field).find((one) => one.checked) || { value: "" }).value
      : field.isContentEditable ? field.textContent
        : field.value;
  const loaded = (field) =>
    picks(field) ? (group(field).find((one) => one.defaultChecked) || { value: "" }).value
      : field instanceof HTMLSelectElement
        ? ([...field.options].find((one) => one.defaultSelected) || { value: field.options.length ? null : "" }).value
        : field.defaultValue || "";
  const remember = (field) => {
    const first = key(field);
    if (!before.has(first)) before.set(first, value(field));
  };
  const labelled = (field) => {
    const label = field.labels?.[0]?.cloneNode(true);
    label?.querySelectorAll("select,textarea,input,button").forEach((inside) => inside.remove());
    return label?.textContent;
  };
  const called = (field) => {
    const legend = field.type === "radio" ? field.closest("fieldset")?.querySelector("legend") : null;
    return short(legend?.textContent || labelled(field) || field.getAttribute("aria-label")
      || field.getAttribute("placeholder") || field.getAttribute("name") || field.id || kind(field));
  };

  addEventListener("focusin", (event) => {
    const field = event.composedPath()[0];
    const of = kind(field);
    if (of && !noField.has(of) && !picks(field)) remember(field);
  }, true);

  const filled = (event) => {
    const field = event.composedPath()[0];
    const of = kind(field);
    if (!of || noField.has(of) || !(event.isTrusted || bySetting.has(of))) return;
    const hidden = of === "password" || secret.test(field.getAttribute("autocomplete") || "");
    const first = key(field);
    const was = before.has(first) ? before.get(first) : loaded(field);
    tell({
      act: "fill", field: number(field), kind: of, name: field.getAttribute("name") || field.id || "",
      called: called(field), secret: hidden, value: hidden ? "" : value(field) || "",
      same: was !== null && value(field) === was,
    });
  };
  addEventListener("input", filled, true);
  addEventListener("change", filled, true);

  addEventListener("keydown", (event) => {
    if (!event.isTrusted) return;
    entered = event.key === "Enter";
    setTimeout(() => { entered = false; }, 0);
    const target = event.composedPath()[0];
    const native = "a[href],area[href],button,input,select,textarea,summary,option";
    if ((event.key === "Enter" || event.key === " ") && target instanceof HTMLElement && !target.isContentEditable
        && !target.matches(native) && target.matches("[role],[tabindex]") && target.tabIndex >= 0) {
      tell({ act: "press", called: short(target.getAttribute("aria-label") || target.textContent) });
    }
  }, true);

  addEventListener("click", (event) => {
    const target = event.composedPath()[0];
    if (!event.isTrusted || !(target instanceof Element)) return;
    const label = target.closest("label");
    if (label?.control && !target.closest("a[href],button")) return;  // its field hears a click of its own
    const control = target.closest("a[href],area[href],button,input,select,textarea,summary,option,[role]") || target;
    const of = kind(control);
    if ((of && !noField.has(of)) || control instanceof HTMLOptionElement) return;  // choosing and writing is filling in
    if (control === document.body || control === document.documentElement) return;
    tell({ act: "press", called: short(control.getAttribute("aria-label") || control.textContent || control.value) });
  }, true);

  addEventListener("submit", (event) => {
    // Enter in the only field of a form without a button sends it; with a button, the browser clicks that.
    if (event.isTrusted && !event.submitter && entered) tell({ act: "press", called: "Enter" });
  }, true);
})();
