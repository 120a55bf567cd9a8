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
  document.addEventListener("click", (event) => {
    const trigger = event.target.closest("[data-print]");
    if (trigger) window.print();
  });
  // A filter applies when it is chosen; without the script its button does it.
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-apply]");
    if (field && field.form) field.form.requestSubmit();
  });
})();
