// A text with its entities (offsets in UTF-16, as JavaScript counts) as nodes; nested ones inside each other.

import { h, t } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};

/** Nodes for a text; `on` says what a press on a command or on a link does. */
export function rich(text, entities = [], on = {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return slice(text, 0, text.length, sorted, on);
}

function slice(text, from, to, entities, on) {
  const nodes = [];
  let at = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= entity.offset) continue;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = entities.slice(index + 1).filter((one) => one.offset >= entity.offset && one.offset < end);
    nodes.push(wrap(entity, text.slice(entity.offset, end), slice(text, entity.offset, end, inner, on), on));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap(entity, plain, inner, on) {
  if (entity.type in TAGS) return h(TAGS[entity.type], {}, inner);
  if (entity.type === "spoiler") return spoiler(inner);
  if (entity.type === "expandable_blockquote") return folded(inner);
  if (entity.type === "bot_command" && on.command) {
    return h("button", { class: "inline command", type: "button", onclick: () => on.command(plain) }, inner);
  }
  if (entity.type === "url" || entity.type === "text_link") {
    const url = entity.url ?? (/^https?:/i.test(plain) ? plain : `https://${plain}`);
    return h("button", { class: "inline link", type: "button", onclick: () => on.link?.(url) }, inner);
  }
  return h("span", { class: entity.type === "mention" || entity.type === "hashtag" ? "mention" : "" }, inner);
}

/** A long quotation shows its first lines until it is wanted. */
function folded(inner) {
  const unfold = (event) => event.currentTarget.parentElement.replaceChildren(...inner);
  return h("blockquote", {}, h("span", { class: "few" }, inner.map((node) => node.cloneNode?.(true) ?? node)), h("button", { class: "inline", type: "button", onclick: unfold }, t("unfold")));
}

function spoiler(inner) {
  const show = (event) => event.currentTarget.classList.add("shown");
  return h("button", { class: "inline spoiler", type: "button", onclick: show }, inner);
}
