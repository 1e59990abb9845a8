// One message.

import { h, hourOf, icon, seal, t } from "./dom.js";
import { act, notice, toast } from "./tell.js";
import { pollCard } from "./poll.js";
import { replyTo, sendText } from "./compose.js";
import { follow } from "./links.js";
import { find } from "./talk.js";
import { rich } from "./rich.js";
import { serviceText } from "./service.js";
import { state } from "./state.js";

const WIDEST = 480;
const HIGHEST = 440;

export function bubble(message) {
  const base = { "data-message": message.id };
  if (message.service) {
    return h("li", { ...base, class: "service" }, h("span", {}, serviceText(message.service, message.who.name)));
  }
  const { who, mine } = message;
  return h(
    "li",
    { ...base, class: `message ${mine ? "mine" : ""} ${who.bot ? "from-bot" : ""}` },
    !mine && seal(who),
    h(
      "article",
      {},
      h("div", { class: "card" }, byline(message), quoted(message), content(message), foot(message)),
      message.buttons && keys(message),
    ),
    actions(message),
  );
}

function byline({ who, mine, origin, via, topic }) {
  const part = who.bot ? t("role.bot") : who.anonymous ? who.title || t("anonymous") : who.role ? t(`role.${who.role}`) : "";
  return [
    topic && h("p", { class: "topic" }, `# ${topic}`),
    !mine && h("p", { class: "by" }, h("b", {}, who.name), part && h("small", {}, part)),
    origin && h("p", { class: "origin" }, t("forwarded", { name: origin })),
    via && h("p", { class: "origin" }, t("via", { name: via })),
  ];
}

function quoted({ reply }) {
  if (!reply) return null;
  return h("button", { class: "quote", type: "button", onclick: () => find(reply.id) }, h("b", {}, reply.name), h("span", {}, reply.text || t(reply.media ?? "deleted")));
}

function content(message) {
  const on = { command: (text) => sendText(text), link: follow };
  return [
    message.media && file(message.media),
    message.poll && pollCard(message),
    message.text && h("div", { class: "text" }, rich(message.text, message.entities, on)),
  ];
}

function file(media) {
  const address = `/file/${encodeURIComponent(media.id)}`;
  const opened = { href: address, target: "_blank", rel: "noopener" };
  if (media.kind === "photo") return h("a", { class: "photo", ...opened, "aria-label": t("photo_full") }, picture(address, media.sides));
  if (media.kind === "voice") return h("audio", { src: address, controls: true, "aria-label": t("voice") });
  const size = media.size < 1024 ? `${media.size} B` : `${Math.round(media.size / 1024)} KB`;
  return h(
    "a",
    { class: "file", ...(media.opens ? opened : { href: address, download: media.name }) },
    icon("file"),
    h("span", {}, h("b", {}, media.name), h("small", {}, `${size} · ${t(media.opens ? "open_file" : "save_file")}`)),
  );
}

/** A picture that takes its room before it has loaded. */
function picture(src, sides) {
  const [width, height] = sides ?? [];
  const scale = sides ? Math.min(1, WIDEST / width, HIGHEST / height) : 1;
  const room = sides ? { width: Math.round(width * scale), height: Math.round(height * scale) } : {};
  return h("img", { src, alt: t("photo"), ...room });
}

function foot({ edited, silent, pinned, at, reactions }) {
  return h(
    "p",
    { class: "foot" },
    reactions && Object.entries(reactions).map(([emoji, count]) => h("span", { class: "reaction" }, `${emoji} ${count}`)),
    pinned && h("span", { title: t("pinned") }, icon("pin", "small")),
    silent && h("span", { class: "mark", title: t("silent") }, icon("mute", "small"), t("silent")),
    edited && h("span", { class: "mark" }, t("edited")),
    h("time", {}, hourOf(at)),
  );
}

function keys(message) {
  return h(
    "div",
    { class: "keys" },
    message.buttons.map((row, rowAt) =>
      h(
        "div",
        { class: "key-row" },
        row.map((button, columnAt) =>
          h(
            "button",
            {
              class: `key ${button.kind}`,
              type: "button",
              "data-focus": `key${message.id}.${rowAt}.${columnAt}`,
              onclick: (event) => press(event.currentTarget, message.id, button, rowAt, columnAt),
            },
            button.text,
            button.kind === "url" && h("i", { "aria-hidden": "true" }, "↗"),
          ),
        ),
      ),
    ),
  );
}

async function press(key, message, button, row, column) {
  if (button.kind === "url") return follow(button.url);
  if (button.kind === "copy") {
    await navigator.clipboard?.writeText(button.copy);
    return toast(t("copied"));
  }
  if (button.kind !== "press" || key.getAttribute("aria-busy")) return undefined;
  key.setAttribute("aria-busy", "true");
  const told = await act("press", { message, row, column, label: button.text });
  key.removeAttribute("aria-busy");
  if (told?.late) toast(t("late"));
  else if (told?.alert) notice("", told.text);
  else if (told?.text) toast(told.text);
  if (told?.url) follow(told.url);
  return undefined;
}

function actions(message) {
  const open = state.open;
  if (!open?.mine || message.past) return null;
  const done = (event) => event.currentTarget.closest("details").removeAttribute("open");
  const one = (label, does) => h("button", { type: "button", onclick: (event) => { done(event); does(); } }, label);
  return h(
    "details",
    { class: "actions", ontoggle: (event) => placeMenu(event.currentTarget) },
    h("summary", { "aria-label": t("more") }, "⋯"),
    h(
      "div",
      {},
      one(t("reply"), () => replyTo(message)),
      open.runs && one(t(message.pinned ? "unpin" : "pin"), () => act("pin", { message: message.id })),
      (message.mine || open.runs || open.private) && one(t("delete"), () => act("delete", { message: message.id })),
    ),
  );
}

/** Near the upper edge a menu opens downwards. */
function placeMenu(menu) {
  const room = menu.getBoundingClientRect().top - menu.closest("#scroll").getBoundingClientRect().top;
  menu.classList.toggle("below", menu.open && room < menu.lastChild.offsetHeight);
}
