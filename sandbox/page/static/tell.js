// Orders to the server, and what is shown in answer: a line that passes, or a notice to be closed.

import { $, h, has, t } from "./dom.js";
import { state } from "./state.js";

const STAYS = 4200;

/** Give an order as the person who is being played; its answer, or null when it was refused. */
export async function act(name, body = {}) {
  try {
    const answer = await fetch(`/do/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ person: state.me, chat: state.chat, ...body }),
    });
    const told = await answer.json();
    if (told.refused) {
      toast(t(has(`refused.${told.refused}`) ? `refused.${told.refused}` : "refused.failed"));
      return null;
    }
    return told;
  } catch {
    toast(t("refused.failed"));
    return null;
  }
}

/** A line that goes away by itself. */
export function toast(text) {
  const line = h("p", { class: "toast" }, text);
  $("toasts").append(line);
  setTimeout(() => line.classList.add("leaving"), STAYS - 300);
  setTimeout(() => line.remove(), STAYS);
}

/** A notice that waits to be closed; `choices` are [label, what it does] before the OK. */
export function notice(title, text, choices = []) {
  const box = $("notice");
  const close = () => box.close();
  const buttons = choices.map(([label, chosen]) =>
    h("button", { type: "button", class: "choice", onclick: () => { close(); chosen(); } }, label),
  );
  box.replaceChildren(
    ...[
      title && h("h2", { id: "notice-title" }, title),
      text && h("p", { class: "said" }, text),
      buttons.length > 0 && h("div", { class: "choices" }, buttons),
      h("button", { type: "button", class: "main", autofocus: true, onclick: close }, t(choices.length ? "cancel" : "ok")),
    ].filter(Boolean),
  );
  if (!box.open) box.showModal();
}
