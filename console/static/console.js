// The few things a page cannot do without a script. Everything else works without this file.
(() => {
  "use strict";
  const token = document.querySelector('meta[name="csrf"]');
  document.addEventListener("htmx:configRequest", (event) => {
    if (token) event.detail.headers["X-CSRF-Token"] = token.content;
  });
  // An answer that says no is shown where the action was started, not swallowed.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status >= 400) {
      const place = document.getElementById("messages");
      if (!place) return;
      event.detail.shouldSwap = true;
      event.detail.isError = false;
      event.detail.target = place;
      event.detail.swapOverride = "innerHTML";
      place.focus();
    }
  });
  // On a narrow screen the row of pages scrolls: the one that is open is brought into sight.
  const open = document.querySelector("nav [aria-current]");
  open?.closest("ul").scrollTo({ left: open.offsetLeft - 60 });
  document.addEventListener("click", (event) => {
    const trigger = event.target.closest("[data-print]");
    if (trigger) window.print();
  });
  // A filter applies when it is chosen, and keeps the focus on the page that follows; without the script its button
  // does it. Who chooses by keys passes other choices on the way: it applies once the keys are at rest.
  const rest = 700;
  let typed = -rest;
  let waiting;
  document.addEventListener("keydown", () => {
    typed = performance.now();
  });
  const apply = (field) => {
    const left = typed + rest - performance.now();
    clearTimeout(waiting);
    if (left > 0) {
      waiting = setTimeout(apply, left, field);
      return;
    }
    sessionStorage.setItem("applied", field.name);
    field.form.requestSubmit();
  };
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-apply]");
    if (field?.form) apply(field);
  });
  const applied = sessionStorage.getItem("applied");
  sessionStorage.removeItem("applied");
  if (applied) document.querySelector(`[data-apply][name="${CSS.escape(applied)}"]`)?.focus({ preventScroll: true });
  // What was typed in another form of the page comes along, so that it is there again on the page that follows.
  document.addEventListener("submit", (event) => {
    const other = document.getElementById(event.target.dataset.carry);
    if (!other) return;
    for (const [name, value] of new FormData(other)) {
      if (event.target.elements.namedItem(name)) continue;
      event.target.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
  });
  // A decision is sent once, however often its button is pressed; again when something was changed, or after a while.
  const again = (form) => form?.removeAttribute("aria-busy");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.hasAttribute("aria-busy")) event.preventDefault();
    form.setAttribute("aria-busy", "true");
    setTimeout(again, 10000, form);
  });
  document.addEventListener("input", (event) => again(event.target.form));
  window.addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(again));
})();
