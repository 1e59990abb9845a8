// Middle: the conversation. A message is drawn again only when it changed, and reading is not disturbed.

import { $, dayOf, h, icon, refill, t } from "./dom.js";
import { bubble } from "./bubble.js";
import { person, state } from "./state.js";
import { act } from "./tell.js";
import { show } from "./views.js";

const NEAR = 90;
const drawn = new Map();

const atEnd = () => {
  const box = $("scroll");
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
};

export function toEnd(smooth = false) {
  const box = $("scroll");
  box.scrollTo({ top: box.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  $("jump").hidden = true;
}

export function startTalk() {
  $("jump").onclick = () => toEnd(true);
  $("scroll").addEventListener("scroll", () => {
    if (atEnd()) $("jump").hidden = true;
  });
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus());
}

/** Close every message's menu but the one that was pressed; the focus stays where it was. */
function closeMenus(but = null) {
  for (const menu of $("messages").querySelectorAll(".actions[open]")) {
    if (menu.contains(but)) continue;
    if (menu.contains(document.activeElement)) menu.firstChild.focus();
    menu.open = false;
  }
}

/** The name over the conversation, and what is pinned in it. */
export function drawHead() {
  const open = state.open;
  if (!open) {
    refill($("head"));
    $("pinned").hidden = $("invite").hidden = true;
    return;
  }
  const kind = open.private ? t("private") : t("members", { n: open.members });
  refill(
    $("head"),
    h("button", { class: "back", type: "button", "aria-label": t("chats"), "data-focus": "back", onclick: () => show("chats") }, icon("back")),
    h(
      "div",
      { class: "place" },
      h("h2", {}, open.title),
      h("p", {}, kind, open.kind === "group" && h("span", { class: "tag" }, t("basic_group"))),
    ),
    presence(),
  );
  tickPresence();
  invite(open);
  const pinned = $("pinned");
  pinned.hidden = !open.pinned;
  if (open.pinned) {
    pinned.replaceChildren(icon("pin"), h("b", {}, t("pinned")), h("span", {}, open.pinned.text || t(open.pinned.media ?? "pinned")));
    pinned.onclick = () => find(open.pinned.id);
  }
}

/** How the bot is, in a few words that pass with the seconds. */
function howItIs() {
  const { online, met, held } = state.bot;
  const seconds = held === null ? 0 : Math.ceil(held - Date.now() / 1000);
  if (state.weather.outage) return t("cut");
  if (online && seconds > 0) return t("held", { n: seconds });
  return t(online ? "online" : met ? "away" : "waking");
}

const presence = () => h("p", { class: "presence", id: "presence" }, h("i"), h("span"));

export function tickPresence() {
  const line = $("presence");
  if (!line) return;
  const words = howItIs();
  line.classList.toggle("on", words === t("online"));
  if (line.title === words) return;
  line.title = line.lastChild.textContent = words;
}

/** Over a group where the bot is missed: the way to bring it in. */
function invite(open) {
  const box = $("invite");
  box.hidden = open.bot || !open.mine || (state.opening && open.id !== state.tour.group);
  if (!box.hidden && !$("add-bot")) {
    box.replaceChildren(h("span", {}, t("no_bot_here")), h("button", { type: "button", id: "add-bot", onclick: () => act("add") }, t("act.add")));
  }
}

/** Bring a message into view. */
export function find(id) {
  const element = drawn.get(id);
  if (!element) return;
  element.scrollIntoView({ block: "center", behavior: "smooth" });
  element.classList.remove("found");
  void element.offsetWidth;
  element.classList.add("found");
}

export function drawMessages() {
  const box = $("messages");
  const fresh = state.fresh || drawn.size === 0;
  const stayed = fresh || atEnd();
  const grew = [...state.messages.keys()].some((id) => !drawn.has(id));
  if (fresh || state.messages.size === 0) {
    drawn.clear();
    box.replaceChildren();
  }
  const focus = box.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  for (const [id, element] of drawn) {
    if (!state.messages.has(id)) {
      element.remove();
      drawn.delete(id);
    }
  }
  for (const [id, message] of state.messages) {
    const old = drawn.get(id);
    if (old && !state.changed?.has(id)) continue;
    const element = bubble(message);
    element.classList.toggle("new", !fresh && !old);
    if (old) old.replaceWith(element);
    else box.append(element);
    drawn.set(id, element);
  }
  days(box);
  state.fresh = false;
  state.changed = new Set();
  if (focus) box.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  if (stayed) toEnd();
  else if (grew) $("jump").hidden = false;
  empty(box);
}

/** A line between the days. */
function days(box) {
  for (const line of box.querySelectorAll(".day")) line.remove();
  let last = "";
  for (const [id, message] of state.messages) {
    const today = dayOf(message.at);
    if (today !== last) drawn.get(id)?.before(h("li", { class: "day" }, h("span", {}, today)));
    last = today;
  }
}

function empty(box) {
  box.querySelector(".nothing")?.remove();
  if (state.messages.size > 0) return;
  const words = state.chat === null ? "pick_chat" : state.chat === state.me ? "empty_private" : "empty_chat";
  if (state.chat === null || state.open) box.append(h("li", { class: "nothing" }, icon("horn"), h("p", {}, t(words))));
}

/** Who is looking, for the line that says one cannot speak here. */
export const lookingAs = () => person()?.name ?? "";
