// Right: time, residents, weather and the group that stands open.

import { $, briefOf, dayOf, h, hourOf, icon, refill, seal, t } from "./dom.js";
import { act } from "./tell.js";
import { become } from "./chats.js";
import { tickPresence } from "./talk.js";
import { now, state } from "./state.js";

const WEATHER = ["slow", "outage", "flood", "closed"];
const SLIDER_WAITS = 250;

const title = (key, hint) => [h("h2", {}, t(key)), hint && h("p", { class: "hint" }, t(hint))];
const button = (label, does, given = {}) => h("button", { type: "button", onclick: does, "data-focus": label, ...given }, label);

/** The demo's time, running on between the jumps. */
export function tickClock() {
  const at = now();
  $("face").textContent = `${dayOf(at)} ${hourOf(at)}`;
  tickPresence();
  const big = $("big-clock");
  if (big) big.replaceChildren(h("b", {}, hourOf(at)), h("span", {}, dayOf(at)));
}

export function drawClock() {
  const { next, travelling } = state.clock;
  const where = next && state.chats.find((chat) => chat.id === next.chat);
  const due = next && [`${briefOf(next.at)} · ${t(`kind.${next.kind}`)}`, h("span", {}, where?.title ?? "")];
  // Not `disabled`: that would take the focus away from whoever plays by keyboard.
  const jump = (label, span, { off = travelling, ...given } = {}) =>
    button(t(label), () => off || act("clock", { jump: span }), { "aria-disabled": off ? "true" : null, ...given });
  refill(
    $("clock"),
    title("clock"),
    h("p", { class: "big-clock", id: "big-clock" }),
    h("p", { class: "due" }, travelling ? t("travelling") : next ? [h("small", {}, t("clock_next")), due] : t("clock_none")),
    h("div", { class: "row" }, jump("jump_next", "next", { class: "main", off: travelling || !next, id: "jump-next" }), jump("jump_day", "day"), jump("jump_week", "week")),
  );
  $("clock").classList.toggle("travelling", travelling);
  tickClock();
}

let waiting = null;

export function drawCrowd() {
  const box = $("crowd");
  const slider = $("crowd-size");
  if (!slider) {
    box.replaceChildren(
      ...title("crowd", "crowd_hint"),
      h("input", { type: "range", id: "crowd-size", min: 0, max: 500, step: 10, value: state.crowd.size, "aria-label": t("crowd"), oninput: slid }),
      h("p", { class: "row between" }, h("output", { id: "crowd-now", for: "crowd-size" }), h("span", { id: "crowd-taps", class: "hint" })),
    );
  } else if (document.activeElement !== slider) {
    slider.value = state.crowd.size;
  }
  $("crowd-now").textContent = t("crowd_size", { n: $("crowd-size").value });
  $("crowd-taps").textContent = t("crowd_taps", { n: state.crowd.taps });
  $("crowd-size").style.setProperty("--part", `${$("crowd-size").value / 5}%`);
}

function slid(event) {
  const size = Number(event.currentTarget.value);
  drawCrowd();
  clearTimeout(waiting);
  waiting = setTimeout(() => act("crowd", { size }), SLIDER_WAITS);
}

export function drawWeather() {
  refill(
    $("weather"),
    title("weather", "weather_hint"),
    WEATHER.map((what) => {
      const off = what === "closed" && (!state.open || state.open.private);
      return h(
        "label",
        { class: `switch ${off ? "off" : ""}` },
        h("span", {}, h("b", {}, t(`weather.${what}`)), h("small", {}, t(`weather.${what}_hint`))),
        h("input", {
          type: "checkbox",
          role: "switch",
          "data-focus": `weather-${what}`,
          checked: state.weather[what] === true,
          disabled: off,
          onchange: (event) => act("weather", { what, on: event.currentTarget.checked }),
        }),
      );
    }),
  );
}

export function drawGroup() {
  const open = state.open;
  if (!open || open.private) return void refill($("group"), title("group"), h("p", { class: "hint" }, t("group_none")));
  const admin = state.people.find((one) => open.admins.includes(one.id));
  const whose = [
    title("group"),
    h("p", { class: "of" }, seal({ name: open.title, id: open.id }, "square"), h("span", {}, h("b", {}, open.title), h("small", {}, t("members", { n: open.members })))),
  ];
  if (state.opening && open.id !== state.tour.group) return void refill($("group"), whose, h("p", { class: "hint gap" }, t("group_opening")));
  return void refill(
    $("group"),
    whose,
    open.mine && !open.bot && h("div", { class: "row" }, button(t("act.add"), () => act("add"), { class: "main" }), button(t("act.add_admin"), () => act("add", { admin: true }))),
    open.runs ? running(open) : [h("p", { class: "hint gap" }, t("group_admin_only")), admin && h("div", { class: "row" }, button(t("become", { name: admin.name }), () => become(admin.id)))],
  );
}

function running(open) {
  return [
    h(
      "div",
      { class: "row" },
      open.bot && button(t(open.bot_runs ? "act.demote" : "act.promote"), () => act("promote", { on: !open.bot_runs })),
      open.bot && button(t("act.remove"), () => act("remove"), { class: "grave", id: "remove-bot" }),
      open.kind === "group" && button(t("act.upgrade"), () => act("upgrade")),
    ),
    h(
      "form",
      { class: "rename", onsubmit: renamed },
      h("input", { type: "text", name: "title", maxlength: 120, required: true, placeholder: t("new_title"), "aria-label": t("new_title"), "data-focus": "new-title" }),
      h("button", { name: "act", value: "rename", "data-focus": "rename" }, t("act.rename")),
      open.kind === "supergroup" && h("button", { name: "act", value: "topic", "data-focus": "topic" }, t("act.topic")),
    ),
  ];
}

/** The same field names the group anew, or a topic in it. */
async function renamed(event) {
  event.preventDefault();
  const field = event.currentTarget.elements.title;
  if (await act(event.submitter.value, { title: field.value })) field.value = "";
}

/** Whether the bot is there, said where it is missed. */
export function drawLost() {
  document.body.classList.toggle("lost", state.lost);
  let banner = $("lost");
  if (state.lost && !banner) document.body.prepend(h("p", { class: "lost", id: "lost", role: "alert" }, icon("horn"), t("lost")));
  else if (!state.lost) banner?.remove();
}
