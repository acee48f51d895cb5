// @ts-check
// "Make this my team" on a team's page.
(function (milepost) {
  "use strict";
  if (typeof document === "undefined") return;
  const button = /** @type {HTMLElement | null} */ (document.querySelector("[data-my-team]"));
  if (!button) return;
  const team = button.dataset.myTeam ?? "";

  function show() {
    const isMine = milepost.saved.get("team") === team;
    button?.setAttribute("aria-pressed", String(isMine));
    const words = button?.querySelector("span");
    if (words) words.textContent = isMine ? "This is my team" : "Make this my team";
  }

  button.addEventListener("click", () => {
    const isMine = milepost.saved.get("team") === team;
    milepost.saved.set("team", isMine ? "" : team);
    milepost.saved.tell(isMine ? "Home shows all teams again." : "Home now starts with " + button.dataset.name + ".");
    show();
  });
  show();
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
