// Building blocks: elements without markup in strings, texts, times. Nothing here ever sets innerHTML.

const texts = JSON.parse(document.getElementById("texts").textContent);
export const language = document.documentElement.lang;
const TONES = 7;
const zone = { timeZone: "Asia/Shanghai" };

export const $ = (id) => document.getElementById(id);

/** A text of the page by its key, with {names} filled in. */
export function t(key, values = {}) {
  const text = texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const has = (key) => key in texts;

/** An element. `on…` are listeners, `data` its dataset, everything else attributes; children are nodes or text. */
export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** One of the page's own drawings. */
export function icon(name, extra = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `icon ${extra}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Put new children in, and give the focus back to what had it, known by data-focus. */
export function refill(box, ...children) {
  const held = box.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.dataset.focus;
  const caret = held && "selectionStart" in held ? [held.value, held.selectionStart] : null;
  const { scrollTop, scrollLeft } = box;
  box.replaceChildren(...children.flat(Infinity).filter(Boolean));
  Object.assign(box, { scrollTop, scrollLeft });
  if (!key) return;
  const again = box.querySelector(`[data-focus="${CSS.escape(key)}"]`);
  if (again) {
    again.focus({ preventScroll: true });
    if (caret && "value" in again && again.type === "text") {
      again.value = caret[0];
      again.setSelectionRange(caret[1], caret[1]);
    }
  }
}

const format = (options) => new Intl.DateTimeFormat(language, { ...zone, ...options });
const hour = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = format({ month: "long", day: "numeric", weekday: "short" });
const brief = format({ weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const short = format({ month: "numeric", day: "numeric" });

/** Times are epoch seconds of the demo's own clock. */
export const hourOf = (at) => hour.format(at * 1000);
export const dayOf = (at) => day.format(at * 1000);
export const briefOf = (at) => brief.format(at * 1000);

/** 18:30 today, else 11/17. */
export const shortOf = (at, now) => (dayOf(at) === dayOf(now) ? hourOf(at) : short.format(at * 1000));

/** A round mark with somebody's first character; the bot has the horn. */
export function seal(who, size = "") {
  if (who.bot) return h("span", { class: `seal bot ${size}`, "aria-hidden": "true" }, icon("horn"));
  const tone = who.anonymous ? "anonymous" : `tone${Math.abs(who.id ?? who.name.length) % TONES}`;
  return h("span", { class: `seal ${tone} ${size}`, "aria-hidden": "true" }, [...who.name][0] ?? "·");
}
