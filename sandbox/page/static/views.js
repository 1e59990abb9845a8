// On a narrow screen one part is seen at a time: chats, talk or town.

import { $ } from "./dom.js";
import { look } from "./state.js";

export function show(view) {
  document.body.dataset.view = view;
  for (const tab of $("tabs").children) {
    if (tab.dataset.view === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  placeTour();
  seen();
}

const narrow = window.matchMedia("(max-width: 1180px)");

/** A conversation behind another part is not being read. */
const seen = () => look($("talk").offsetParent !== null);

/** Where the town is out of sight, the tour goes along with the conversation. */
export function placeTour() {
  const tour = $("tour");
  const along = narrow.matches && document.body.dataset.view === "talk" && tour.classList.contains("on");
  const home = along ? $("tour-here") : $("town");
  if (tour.parentElement !== home) home.prepend(tour);
}
narrow.addEventListener("change", placeTour);
window.addEventListener("resize", seen);

/** Lead the eye to a control. */
export function point(element) {
  if (!element) return;
  element.scrollIntoView({ block: "nearest", behavior: "smooth" });
  element.classList.remove("pointed");
  void element.offsetWidth; // so that the same mark can be made twice
  element.classList.add("pointed");
  element.focus({ preventScroll: true });
}
