// Can somebody who only has a keyboard get to this element, and see that she is there?
// Returns null for nothing to judge (the page as a whole), else what it is, and what is in the way.
(element) => {
  while (element && element.shadowRoot && element.shadowRoot.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element.nodeType !== 1 || element.matches("html, body, iframe, frame")) return null;
  const escape = (text) => CSS.escape(text);
  const name = (one) => {
    const tag = one.tagName.toLowerCase();
    if (one.id) return `${tag}#${escape(one.id)}`;
    if (one.getAttribute("name")) return `${tag}[name="${one.getAttribute("name")}"]`;
    const said = (one.getAttribute("aria-label") || one.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return said ? `${tag} "${said}"` : tag;
  };
  const found = {selector: name(element), wrong: "", unseen: false};
  const above = (from, fits) => {
    for (let one = from; one; one = one.parentElement || (one.getRootNode() || {}).host) if (fits(one)) return one;
    return null;
  };
  const dialog = [...document.querySelectorAll("dialog")].filter((one) => one.matches(":modal")).pop();
  const roving = () => {
    const item = element.closest(
      '[role="tab"], [role="radio"], [role="option"], [role="treeitem"], [role="gridcell"], [role="row"], ' +
      '[role^="menuitem"], [role="toolbar"] *');
    const group = item && item.closest(
      '[role="tablist"], [role="radiogroup"], [role="listbox"], [role="tree"], [role="grid"], [role="treegrid"], ' +
      '[role="menu"], [role="menubar"], [role="toolbar"]');
    if (!group) return false;
    // A menu is opened by its button, which puts the focus into it: what is inside is reached by arrow keys.
    if (group.matches('[role="menu"]')) return true;
    return [group, ...group.querySelectorAll("*")].some((one) => one !== element && one.tabIndex >= 0);
  };
  if (element.matches(":disabled")) found.wrong = "is disabled";
  else if (above(element, (one) => one.inert)) found.wrong = "is inert";
  else if (dialog && !dialog.contains(element)) found.wrong = "lies behind an open dialog";
  else if (!element.checkVisibility({visibilityProperty: true})) found.wrong = "is not shown";
  else if (element.tabIndex < 0 && !(element.isContentEditable && !element.hasAttribute("tabindex")) && !roving())
    found.wrong = element.hasAttribute("tabindex")
      ? `is left out of the tab order (tabindex="${element.getAttribute("tabindex")}")`
      : "cannot be focused";
  if (found.wrong || document.activeElement === element) return found;
  // How it looks before and after it has the focus. What moves there slowly, or is drawn by a script, is not judged.
  const watched = [element, ...(element.labels || []), element.parentElement, element.nextElementSibling].filter(Boolean);
  const looks = () => watched.map((one) => ["", "::before", "::after"].map((part) => {
    const style = getComputedStyle(one, part || null);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor,
      style.backgroundImage, style.color, style.textDecoration, style.borderColor, style.borderWidth, style.borderStyle,
      style.content, style.opacity, style.filter, style.transform].join("|");
  }).join("|")).join("|");
  const moves = watched.some((one) => getComputedStyle(one).transitionDuration.split(",").some((t) => parseFloat(t) > 0));
  const before = looks();
  element.focus();
  if (document.activeElement === element && !moves && looks() === before) found.unseen = true;
  return found;
}
