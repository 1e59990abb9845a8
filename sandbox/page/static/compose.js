// Bottom: what one writes, and the bot's command menu.

import { $, h, icon, refill, t } from "./dom.js";
import { act, toast } from "./tell.js";
import { asJpeg } from "./photo.js";
import { lookingAs, toEnd } from "./talk.js";
import { state } from "./state.js";

let reply = null;
let picture = null; // { name, content } of what is to be sent with the words
let reading = null; // while a chosen picture is still being read: sending waits for it
let topic = null;
let picked = -1;
let shown = "";

/** Draw anew when the place, or what one may do there, changed. */
export function drawCompose(place = false) {
  const open = state.open;
  if (place) {
    reply = picture = reading = topic = null;
  }
  const key = JSON.stringify([open?.id, state.me, open?.mine, open?.started, open?.commands, open?.topics, reply?.id, picture?.name]);
  if (key === shown && !place) return;
  const kept = place ? "" : ($("draft")?.value ?? "");
  shown = key;
  if (!open) return void refill($("compose"));
  if (!open.mine) return void refill($("compose"), h("p", { class: "closed" }, t("not_member_here", { name: lookingAs() })));
  if (!open.started) {
    return void refill($("compose"), h("button", { class: "main wide", type: "button", id: "start", onclick: () => sendText("/start") }, t("start")));
  }
  refill($("compose"), suggestions(), replying(), attached(), line(open));
  $("draft").value = kept;
  return undefined;
}

function line(open) {
  return h(
    "form",
    { class: "line", onsubmit: (event) => { event.preventDefault(); submit(); } },
    h("button", { class: "slash", type: "button", title: t("commands"), "aria-label": t("commands"), "data-focus": "slash", onclick: toggle }, "/"),
    attach(),
    open.topics.length > 0 && topics(open),
    h("textarea", {
      id: "draft",
      rows: 1,
      maxlength: 4096,
      placeholder: open.commands.length ? t("draft_command") : t("draft"),
      "aria-label": t("draft"),
      "aria-controls": "suggest",
      "data-focus": "draft",
      oninput: typed,
      onkeydown: keyed,
    }),
    h("button", { class: "send", "aria-label": t("send"), "data-focus": "send" }, icon("send")),
  );
}

function attach() {
  const choice = h("input", { type: "file", accept: "image/*", hidden: true, onchange: () => {
    const [file] = choice.files;
    if (file) reading = chosen(file);
  } });
  return [choice, h("button", { class: "slash", type: "button", title: t("attach"), "aria-label": t("attach"), "data-focus": "attach", onclick: () => choice.click() }, icon("photo"))];
}

/** Have the picture ready for the next words; it is dropped where another place was opened meanwhile. */
async function chosen(file) {
  const place = `${state.me} ${state.open?.id}`;
  const content = await asJpeg(file);
  if (place !== `${state.me} ${state.open?.id}`) return;
  if (!content) return void toast(t("refused.no_picture"));
  picture = { name: file.name, content };
  drawCompose();
  $("draft")?.focus();
}

function attached() {
  if (!picture) return null;
  const stop = () => { picture = null; drawCompose(); $("draft")?.focus(); };
  return h("p", { class: "replying" }, t("attached", { name: picture.name }), h("button", { type: "button", class: "plain", onclick: stop }, t("cancel")));
}

function topics(open) {
  const choice = h(
    "select",
    { "aria-label": t("topic"), onchange: () => { topic = Number(choice.value) || null; } },
    h("option", { value: "" }, t("general")),
    open.topics.map((one) => h("option", { value: one.id }, one.name)),
  );
  return choice;
}

function replying() {
  if (!reply) return null;
  const stop = () => { reply = null; drawCompose(); $("draft")?.focus(); };
  return h("p", { class: "replying" }, t("replying", { name: reply.who.name }), h("button", { type: "button", class: "plain", onclick: stop }, t("cancel")));
}

export function replyTo(message) {
  reply = message;
  drawCompose();
  $("draft")?.focus();
}

const suggestions = () => h("ul", { class: "suggest", id: "suggest", role: "listbox", "aria-label": t("commands"), hidden: true });

function fitting() {
  const words = $("draft").value;
  if (!words.startsWith("/") || /\s/.test(words)) return [];
  return (state.open?.commands ?? []).filter((one) => `/${one.name}`.startsWith(words.toLowerCase()));
}

function suggest(all = fitting()) {
  const box = $("suggest");
  picked = Math.min(picked, all.length - 1);
  box.hidden = all.length === 0;
  box.replaceChildren(
    ...all.map((one, index) =>
      h(
        "li",
        { role: "option", "aria-selected": String(index === picked), onclick: () => sendText(`/${one.name}`) },
        h("b", {}, `/${one.name}`),
        h("span", {}, one.text),
      ),
    ),
  );
  box.children[picked]?.scrollIntoView({ block: "nearest" });
}

function toggle() {
  const box = $("suggest");
  const all = state.open?.commands ?? [];
  if (!box.hidden) {
    box.hidden = true;
    return;
  }
  if (all.length === 0) toast(t("no_commands"));
  if (!$("draft").value) $("draft").value = "/";
  suggest(all);
  $("draft").focus();
}

function typed() {
  picked = -1;
  suggest();
  const draft = $("draft");
  draft.style.height = "auto";
  draft.style.height = `${Math.min(draft.scrollHeight + 2, 150)}px`;
}

function keyed(event) {
  const all = $("suggest").hidden ? [] : fitting();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    picked = (picked + step + all.length) % all.length;
    suggest(all);
  } else if (event.key === "Tab" && all.length && !event.shiftKey) {
    event.preventDefault();
    $("draft").value = `/${all[Math.max(picked, 0)].name} `;
    suggest([]);
  } else if (event.key === "Escape") {
    $("suggest").hidden = true;
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (picked >= 0 && all[picked]) sendText(`/${all[picked].name}`);
    else submit();
  }
}

/** Have something ready to be sent. */
export function write(text) {
  const box = $("draft");
  if (!box) return;
  box.value = text;
  typed();
}

async function submit() {
  await reading;
  const draft = $("draft");
  const text = draft.value.trim();
  if ((text || picture) && (await sendText(text))) draft.focus();
}

/** Say it in the open chat; the draft is cleared once it was said. */
export async function sendText(text) {
  const how = { text, reply: reply?.id ?? null, topic };
  const said = await (picture ? act("photo", { ...how, content: picture.content }) : act("say", how));
  if (!said) return false;
  reply = picture = null;
  picked = -1;
  if ($("draft")) {
    $("draft").value = "";
    $("draft").style.height = "";
    $("suggest").hidden = true;
  }
  drawCompose();
  toEnd();
  return true;
}
