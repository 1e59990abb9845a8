// Six steps for the newcomer. Each knows where it is played and when it is done; all can be skipped.

import { $, h, refill, t } from "./dom.js";
import { become } from "./chats.js";
import { byRole, state } from "./state.js";
import { placeTour, point, show } from "./views.js";

const group = () => state.chats.find((chat) => chat.id === state.tour.group);
const receipts = () => (state.book.pushes ?? []).reduce((sum, push) => sum + push.receipts, 0);
const pushes = () => (state.book.pushes ?? []).length;
const key = (text) => [...document.querySelectorAll(".key")].filter((one) => one.textContent.includes(text)).pop();
const subscribed = () => (state.book.timetable ?? []).some((slot) => slot.chat === state.tour.group);

/** `who` plays, `where` (the group or the private chat), what to look at, and when it is done. */
const STEPS = [
  { name: "join", who: "admin", where: "group", view: "talk", at: () => $("add-bot"), done: () => group()?.bot },
  { name: "subscribe", who: "admin", where: "group", view: "talk", at: () => key("村居群"), done: subscribed },
  { name: "tip", who: "admin", where: "group", view: "talk", at: () => key("发一条看看"), count: pushes },
  { name: "press", who: "elder", where: "group", view: "talk", at: () => key("我已看"), count: receipts },
  { name: "push", who: "chief", where: "private", view: "talk", at: () => $("draft") ?? $("start"), count: pushes },
  { name: "book", who: null, where: null, view: "town", at: () => $("book"), done: () => false },
];

const kept = JSON.parse(sessionStorage.getItem("tour") ?? "null");
let step = kept?.step ?? null;
let before = kept?.before ?? 0;
let drawnFor = "";

const keep = () => sessionStorage.setItem("tour", JSON.stringify({ step, before }));
const achieved = (one) => (one.count ? one.count() > before : Boolean(one.done()));

function turn(to) {
  step = to;
  before = STEPS[step]?.count?.() ?? 0;
  keep();
  drawTour();
  if (STEPS[step]) lead();
}

/** Be who plays this step, open its chat, point at what to press. */
function lead() {
  const one = STEPS[step];
  const who = one.who ? byRole(one.who) : null;
  if (who) become(who.id, one.where === "private" ? who.id : state.tour.group);
  show(one.view);
  setTimeout(() => point(one.at()), who ? 450 : 50);
}

export function drawTour() {
  const one = STEPS[step];
  const done = one ? achieved(one) : false;
  const now = JSON.stringify([step, done, pushes() > 0]);
  if (now === drawnFor) return;
  drawnFor = now;
  $("tour").classList.toggle("on", Boolean(one));
  placeTour();
  if (!one) return void refill($("tour"), invitation());
  return void refill(
    $("tour"),
    h("p", { class: "count" }, t("tour_step", { n: step + 1, all: STEPS.length }), button("tour_skip", () => turn(STEPS.length), { class: "plain" })),
    h("ol", { class: "dots", "aria-hidden": "true" }, STEPS.map((_, index) => h("li", { class: index < step ? "past" : index === step ? "here" : "" }))),
    h("h2", {}, t(`tour.${one.name}`), done && h("em", { class: "done" }, `✓ ${t("tour_done")}`)),
    h("p", {}, t(`tour.${one.name}_text`)),
    h("div", { class: "row" }, ...steering(done)),
  );
}

const button = (label, does, given = {}) => h("button", { type: "button", onclick: does, "data-focus": label, ...given }, t(label));

function steering(done) {
  const last = step === STEPS.length - 1;
  return [
    !done && !last && button("tour_go", lead, { class: "main" }),
    last ? button("tour_end", () => turn(STEPS.length), { class: "main" }) : button("tour_next", () => turn(step + 1), done ? { class: "main" } : {}),
    step > 0 && button("tour_back", () => turn(step - 1)),
  ].filter(Boolean);
}

function invitation() {
  const again = step !== null;
  return h(
    "div",
    { class: "invitation" },
    h("p", {}, again ? "" : t("tour_hint")),
    h("button", { type: "button", class: again ? "plain" : "main", id: "tour-open", onclick: () => turn(0) }, t(again ? "tour_again" : "tour_open")),
  );
}
