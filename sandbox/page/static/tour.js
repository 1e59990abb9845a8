// Six steps for the newcomer. Each knows where it is played and when it is done; all can be skipped.

import { $, h, refill, t } from "./dom.js";
import { become } from "./chats.js";
import { byRole, state } from "./state.js";
import { placeTour, point, show } from "./views.js";
import { toEnd } from "./talk.js";
import { write } from "./compose.js";

const group = () => state.chats.find((chat) => chat.id === state.tour.group);
const pushes = (kind = null) => (state.book.pushes ?? []).filter((push) => !kind || push.kind === kind);
const receipts = () => pushes().reduce((sum, push) => sum + push.receipts, 0);
const key = (text) => [...document.querySelectorAll(".key")].filter((one) => one.textContent.includes(text)).pop();
const subscribed = () => (state.book.timetable ?? []).some((slot) => slot.chat === state.tour.group);
const received = () => [...state.messages.values()].some((one) => one.who.bot && one.media?.kind === "document");
const draft = () => $("draft") ?? $("start");

/**
 * Who plays a step, in turn; where (the tour's group, else in private); what to look at, and what to have
 * ready in the input; when it is done. Alert and report take their places once the bot offers those commands.
 */
const JOIN = { name: "join", parts: [{ who: "admin", group: true, at: () => $("add-bot") }], done: () => group()?.bot };
const SUBSCRIBE = { name: "subscribe", parts: [{ who: "admin", group: true, at: () => key("村居群") }], done: subscribed };
const TIP = { name: "tip", parts: [{ who: "admin", group: true, at: () => key("发一条看看") }], count: () => pushes().length };
const PRESS = { name: "press", parts: [{ who: "elder", group: true, at: () => key("我已看") }], count: receipts };
const PUSH = { name: "push", parts: [{ who: "chief", at: draft, write: "/push tip" }], count: () => pushes().length };
const ALERT = {
  name: "alert",
  parts: [{ who: "officer", at: draft, write: `/alert ${t("tour.alert_write")}` }, { who: "chief", at: () => key("批准") }],
  count: () => pushes("alert").length,
};
const BOOK = { name: "book", parts: [{ at: () => $("book") }], done: () => false };
const REPORT = { name: "report", parts: [{ who: "chief", at: draft, write: "/report" }], done: received };

const offers = (command) => (state.tour.offered ?? []).includes(command);
const steps = () => [JOIN, SUBSCRIBE, TIP, PRESS, offers("alert") ? ALERT : PUSH, offers("report") ? REPORT : BOOK];

let kept = JSON.parse(sessionStorage.getItem("tour") ?? "null");
let step = null;
let before = 0;
let drawnFor = "";

const keep = () => sessionStorage.setItem("tour", JSON.stringify({ town: state.tour.town, step, before }));
const achieved = (one) => (one.count ? one.count() > before : Boolean(one.done()));

function turn(to) {
  step = to;
  before = steps()[step]?.count?.() ?? 0;
  keep();
  drawTour();
  if (steps()[step]) lead();
}

/** Be who plays this part, open its chat, point at what to press. */
function lead(part = steps()[step].parts[0]) {
  const who = part.who ? byRole(part.who) : null;
  if (who) become(who.id, part.group ? state.tour.group : who.id);
  show(who ? "talk" : "town");
  setTimeout(() => {
    if (part.write) write(part.write);
    point(part.at());
  }, who ? 450 : 50);
}

/** A page that was loaded again goes on where it was, unless the town is another one by now. */
function recall() {
  if (kept?.town === state.tour.town) ({ step, before } = kept);
  kept = null;
}

export function drawTour() {
  if (!state.tour.town) return;
  if (kept) recall();
  const one = steps()[step];
  const done = one ? achieved(one) : false;
  const now = JSON.stringify([step, done, one?.name]);
  if (now === drawnFor) return;
  if (done && one === TIP) toEnd(true);
  drawnFor = now;
  $("tour").classList.toggle("on", Boolean(one));
  placeTour();
  if (!one) return void refill($("tour"), invitation());
  return void refill(
    $("tour"),
    h("p", { class: "count" }, t("tour_step", { n: step + 1, all: steps().length }), button("tour_skip", () => turn(steps().length), { class: "plain" })),
    h("ol", { class: "dots", "aria-hidden": "true" }, steps().map((_, index) => h("li", { class: index < step ? "past" : index === step ? "here" : "" }))),
    h("h2", {}, t(`tour.${one.name}`), done && h("em", { class: "done" }, `✓ ${t("tour_done")}`)),
    h("p", {}, t(`tour.${one.name}_text`)),
    h("div", { class: "row" }, steering(one, done)),
  );
}

const button = (label, does, given = {}) => h("button", { type: "button", onclick: does, "data-focus": label, ...given }, t(label));

function steering(one, done) {
  const last = step === steps().length - 1;
  const others = one.parts.slice(1).map((part) => {
    const { name } = byRole(part.who);
    return h("button", { type: "button", onclick: () => lead(part), "data-focus": `tour-${part.who}` }, t("become", { name }));
  });
  return [
    !done && one.parts[0].who && button("tour_go", () => lead(), { class: "main" }),
    !done && others,
    last ? button("tour_end", () => turn(steps().length), done || one === BOOK ? { class: "main" } : {}) : button("tour_next", () => turn(step + 1), done ? { class: "main" } : {}),
    step > 0 && button("tour_back", () => turn(step - 1)),
  ];
}

function invitation() {
  const again = step !== null;
  return h(
    "div",
    { class: "invitation" },
    !again && h("p", {}, t("tour_hint")),
    h("button", { type: "button", class: again ? "plain" : "main", id: "tour-open", "data-focus": "tour-open", onclick: () => turn(0) }, t(again ? "tour_again" : "tour_open")),
  );
}
