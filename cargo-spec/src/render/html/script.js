"use strict";
(() => {
  const element = (id) => document.getElementById(id);
  const controls = element("controls");
  const [search, rung, feature] = [element("search"), element("rung"), element("feature")];
  const rows = [...document.querySelectorAll("tr[data-rung]")].map((row) => {
    const of = row.closest("[data-feature]");
    const heading = row.parentElement.querySelector(".group")?.textContent ?? "";
    const words = `${of.querySelector("h3").textContent} ${heading} ${row.textContent}`;
    return { row, feature: of.dataset.feature, words: words.toLowerCase().replace(/\s+/g, " ") };
  });

  // What a row may be beside its rung.
  const flags = ["below", "suspect", "flaky"];

  // What holds only hidden rows is hidden too.
  const fold = (selector) => {
    for (const part of document.querySelectorAll(selector)) {
      part.hidden = !part.querySelector("tr[data-rung]:not([hidden])");
    }
  };

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, feature: of, words: own } of rows) {
      const isMeant =
        (rung.value === "" || row.dataset.rung === rung.value || (flags.includes(rung.value) && rung.value in row.dataset)) &&
        (!feature || feature.value === "" || feature.value === of) &&
        words.every((word) => own.includes(word));
      row.hidden = !isMeant;
      shown += isMeant ? 1 : 0;
    }
    fold("[data-feature] tbody");
    fold("[data-feature]");
    element("none").hidden = shown > 0;
    element("shown").textContent = `${shown} of ${rows.length}`;
  };

  // Whoever follows a link to a criterion sees it.
  const reveal = () => {
    const target = element(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest("[hidden]")) {
      controls.reset();
      filter();
      target.scrollIntoView();
    }
  };

  controls.hidden = false;
  controls.addEventListener("input", filter);
  controls.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) {
      details.open = true;
    }
  });
  filter();
})();
