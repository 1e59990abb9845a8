// A poll or a quiz: options to choose from, then live counts, the right answer and why.

import { h, t } from "./dom.js";
import { act } from "./tell.js";
import { rich } from "./rich.js";

export function pollCard(message) {
  const poll = message.poll;
  const told = poll.counts !== null;
  const kind = [t(poll.quiz ? "quiz" : "poll"), t(poll.anonymous ? "poll_anonymous" : "poll_public"), poll.closed && t("poll_closed")];
  return h(
    "section",
    { class: `poll ${told ? "told" : ""}` },
    h("p", { class: "kind" }, kind.filter(Boolean).join(" · ")),
    h("p", { class: "question" }, poll.question),
    told ? results(poll) : choices(message),
    h("p", { class: "total" }, poll.total ? t("poll_votes", { n: poll.total }) : t("poll_none")),
    told && poll.explanation && h("p", { class: "why" }, h("b", {}, `${t("poll_why")}：`), rich(poll.explanation, poll.explanation_entities)),
  );
}

function choices(message) {
  const poll = message.poll;
  if (!poll.multiple) {
    return h(
      "ul",
      {},
      poll.options.map((option, index) =>
        h("li", {}, h("button", { type: "button", class: "option", "data-focus": `vote${message.id}.${index}`, onclick: () => vote(message, [index]) }, option)),
      ),
    );
  }
  const name = `poll${message.id}`;
  const form = h(
    "form",
    { onsubmit: (event) => { event.preventDefault(); vote(message, [...new FormData(form).getAll(name)].map(Number)); } },
    h("ul", {}, poll.options.map((option, index) => h("li", {}, h("label", { class: "option" }, h("input", { type: "checkbox", name, value: index }), option)))),
    h("button", { class: "main" }, t("poll_submit")),
  );
  return form;
}

const vote = (message, options) => act("vote", { message: message.id, options });

function results(poll) {
  return h(
    "ul",
    {},
    poll.options.map((option, index) => {
      const count = poll.counts[index];
      const share = poll.total ? Math.round((100 * count) / poll.total) : 0;
      const right = poll.correct?.includes(index);
      const mine = poll.mine?.includes(index);
      const wrong = mine && poll.quiz && !right;
      return h(
        "li",
        { class: `result ${right ? "right" : ""} ${wrong ? "wrong" : ""}` },
        h("span", { class: "words" }, option, right && h("em", {}, `✓ ${t("poll_right")}`), mine && h("em", {}, wrong ? `✗ ${t("poll_mine")}` : t("poll_mine"))),
        h("span", { class: "count" }, `${count} · ${share}%`),
        h("progress", { max: 100, value: share, "aria-label": option }),
      );
    }),
  );
}
