// Left: whose telephone this is, and the chats in it.

import { $, h, icon, refill, seal, shortOf, t } from "./dom.js";
import { go, now, person, state } from "./state.js";
import { show } from "./views.js";
import { serviceText } from "./service.js";

let shownFor = null;

/** The people one can be, as one choice among several. */
export function drawPeople() {
  refill(
    $("people"),
    state.people.map((one) => {
      const here = one.id === state.me;
      return h(
        "button",
        {
          class: "person",
          type: "button",
          role: "radio",
          "aria-checked": String(here),
          tabindex: here ? "0" : "-1",
          "data-focus": `person${one.id}`,
          onclick: () => become(one.id),
          onkeydown: (event) => walk(event, one.id),
        },
        seal(one),
        h("span", { class: "who" }, h("b", {}, one.name), h("small", {}, t(`role.${one.role}`))),
        one.unread > 0 && !here && h("i", { class: "dot", title: t("unread", { n: one.unread }) }),
      );
    }),
  );
  if (state.me !== shownFor && state.people.length > 0) {
    shownFor = state.me;
    $("people").querySelector("[aria-checked=true]")?.scrollIntoView({ inline: "center", block: "nearest" });
  }
}

/** Be somebody else: at the same chat if they are in it, else at their own liveliest one. */
export function become(id, chat = undefined) {
  if (chat !== undefined) return go(id, chat);
  const { chats = [] } = person(id) ?? {};
  go(id, chats.includes(state.chat) ? state.chat : (chats[0] ?? id));
  return undefined;
}

function walk(event, id) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = state.people.findIndex((one) => one.id === id);
  const next = state.people[(at + step + state.people.length) % state.people.length];
  become(next.id);
  drawPeople();
  $("people").querySelector(`[data-focus="person${next.id}"]`)?.focus();
}

/** The chats of this person, then the other groups of the town. */
export function drawChats() {
  const mine = state.chats.filter((chat) => chat.mine);
  const others = state.chats.filter((chat) => !chat.mine);
  refill(
    $("chats"),
    h("ul", {}, mine.map(row)),
    others.length > 0 && [h("h2", {}, t("others")), h("ul", { class: "others" }, others.map(row))],
  );
  const unread = mine.reduce((sum, chat) => sum + chat.unread, 0);
  $("tab-unread").hidden = unread === 0;
  $("tab-unread").textContent = unread;
}

function row(chat) {
  const last = chat.last;
  const words = last?.service ? serviceText(last.service, last.name) : last?.text || (last?.media ? t(last.media) : "");
  return h(
    "li",
    {},
    h(
      "button",
      {
        class: "chat",
        type: "button",
        "aria-current": chat.id === state.chat ? "true" : null,
        "data-focus": `chat${chat.id}`,
        onclick: () => {
          go(state.me, chat.id);
          show("talk");
        },
      },
      seal(chat.private ? { bot: true } : { name: chat.title, id: chat.id }, "square"),
      h(
        "span",
        { class: "about" },
        h(
          "span",
          { class: "line" },
          h("b", {}, chat.title),
          chat.bot && !chat.private && h("span", { class: "with-bot", title: t("online") }, icon("horn")),
          last && h("time", {}, shortOf(last.at, now())),
        ),
        h(
          "span",
          { class: "line" },
          h("span", { class: "last" }, words && !last.service && !chat.private ? `${last.name}：${words}` : words || (chat.private ? t("private") : t("members", { n: chat.members }))),
          chat.unread > 0 && h("span", { class: "badge", "aria-label": t("unread", { n: chat.unread }) }, chat.unread),
        ),
      ),
    ),
  );
}
