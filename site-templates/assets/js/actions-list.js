// @ts-check
// Filters the list of actions, and the runs of their history, as somebody types or chooses.
(function (milepost) {
  "use strict";
  if (typeof document === "undefined") return;
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-filter]"));
  const choices = [...document.querySelectorAll("select[data-by]")].map((one) => /** @type {HTMLSelectElement} */ (one));
  const rows = [...document.querySelectorAll("[data-words]")].map((one) => /** @type {HTMLElement} */ (one));
  const status = document.querySelector("[data-shown]");
  if (rows.length === 0) return;

  function apply() {
    const words = (field?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const isMeant = words.every((word) => row.dataset.words?.includes(word)) && choices.every((one) => one.value === "" || row.dataset[one.dataset.by ?? ""] === one.value);
      row.hidden = !isMeant;
      if (isMeant) shown += 1;
    }
    for (const group of document.querySelectorAll("[data-group]")) {
      /** @type {HTMLElement} */ (group).hidden = !group.querySelector("[data-words]:not([hidden])");
    }
    if (status) status.textContent = shown === rows.length ? "" : shown === 0 ? "None matches." : shown + " of " + rows.length + " shown.";
  }

  for (const [name, value] of new URLSearchParams(location.search)) {
    const choice = choices.find((one) => one.dataset.by === name);
    if (choice && [...choice.options].some((option) => option.value === value)) choice.value = value;
    if (field && name === "q") field.value = value;
  }
  for (const one of [field, ...choices]) one?.addEventListener("input", apply);
  apply();
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
