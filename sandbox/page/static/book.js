// The bot's own figures, and what goes over the line between it and Telegram.

import { $, h, has, refill, t } from "./dom.js";
import { state } from "./state.js";

const PUSHES = 5;

export function drawBook() {
  const { groups, pushes = [] } = state.book;
  refill(
    $("book"),
    h("h2", {}, t("book")),
    h("p", { class: "hint" }, t("book_hint")),
    groups
      ? h("dl", { class: "figures" }, ["active", "unconfirmed", "suspended", "left"].map((name) => h("div", { class: groups[name] ? name : "none" }, h("dd", {}, groups[name]), h("dt", {}, t(`book.${name}`)))))
      : h("p", { class: "hint" }, t("book_none")),
    h("ol", { class: "pushes" }, pushes.slice(0, PUSHES).map(push)),
  );
}

function push(one) {
  const { sent, failed, unknown, pending, sending, expired, cancelled } = one.deliveries;
  const all = Object.values(one.deliveries).reduce((sum, n) => sum + n, 0);
  const waiting = pending + sending;
  const parts = [
    t("book_sent", { sent }),
    failed > 0 && t("book_failed", { n: failed }),
    expired > 0 && t("book_expired", { n: expired }),
    cancelled > 0 && t("book_cancelled", { n: cancelled }),
    unknown > 0 && t("book_unknown", { n: unknown }),
    waiting > 0 && t("book_pending", { n: waiting }),
    t("book_receipts", { n: one.receipts }),
  ];
  return h(
    "li",
    {},
    h("p", {}, h("span", { class: "tag" }, t(`kind.${one.kind}`)), h("b", {}, one.title ?? one.item)),
    h("progress", { max: all || 1, value: sent, "aria-label": t("book_sent", { sent }) }),
    h("small", {}, parts.filter(Boolean).join(" · ")),
  );
}

export function drawLine() {
  refill(
    $("line"),
    h("h2", {}, t("line")),
    state.calls.length === 0
      ? h("p", { class: "hint" }, t("line_none"))
      : h("ol", { class: "calls" }, state.calls.map((call) => h("li", { class: call.code === 200 ? "good" : "bad" }, h("i"), h("span", {}, name(call.method), call.where && h("small", {}, ` ${call.where}`)), call.times > 1 && h("small", {}, `×${call.times}`), h("em", {}, outcome(call.code))))),
  );
}

const name = (method) => (has(`call.${method}`) ? t(`call.${method}`) : method);
const outcome = (code) => (has(`code.${code}`) ? t(`code.${code}`) : t("code.other", { code }));
