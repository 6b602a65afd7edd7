// A keyboard-only customer has no pointer: whatever a pointer would do is refused, so a flow that clicks fails.
for (const kind of ["pointerdown", "mousedown", "touchstart"]) {
  window.addEventListener(kind, (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, true);
}
window.addEventListener("click", (event) => {
  // The keyboard's own clicks (Enter, Space, access keys) have no pointer and no detail.
  if (event.detail > 0) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);
