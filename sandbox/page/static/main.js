// Puts the page together: what changed is drawn again, part by part.

import { $ } from "./dom.js";
import { become, drawChats, drawPeople } from "./chats.js";
import { drawBook, drawLine } from "./book.js";
import { drawClock, drawCrowd, drawGroup, drawLost, drawWeather, tickClock } from "./town.js";
import { drawCompose } from "./compose.js";
import { drawHead, drawMessages, startTalk } from "./talk.js";
import { drawTour } from "./tour.js";
import { go, onNews, remembered, state } from "./state.js";
import { show } from "./views.js";

/** Which parts each drawing shows. */
const DRAWINGS = [
  [drawPeople, "people", "place"],
  [drawChats, "chats", "place"],
  [drawHead, "open", "bot", "opening", "weather", "tour"],
  [() => drawCompose(), "open"],
  [drawMessages, "messages"],
  [drawClock, "clock", "chats"],
  [drawCrowd, "crowd"],
  [drawWeather, "weather", "open"],
  [drawGroup, "open", "people", "opening", "tour"],
  [drawBook, "book"],
  [drawLine, "calls"],
  [drawTour, "book", "chats", "tour", "people", "messages"],
  [drawLost, "bot"],
];

onNews((news) => {
  if (news.has("place")) {
    drawCompose(true);
    $("toasts").replaceChildren(); // what one person was told is no business of the next one's
  }
  if (state.people.length === 0 && !news.has("bot")) return; // nothing is known yet: no half page that jumps
  for (const [draw, ...parts] of DRAWINGS) {
    if (parts.some((part) => news.has(part))) draw();
  }
});

function start() {
  startTalk();
  for (const tab of $("tabs").children) tab.addEventListener("click", () => show(tab.dataset.view));
  const { startPerson, startChat } = document.body.dataset;
  const place = remembered();
  if (place.me) go(place.me, place.chat);
  else go(Number(startPerson), Number(startChat));
  show(state.chat === null ? "chats" : "talk");
  setInterval(tickClock, 1000);
  window.addEventListener("hashchange", () => {
    const wanted = remembered();
    if (wanted.me) become(wanted.me, wanted.chat);
  });
}

start();
