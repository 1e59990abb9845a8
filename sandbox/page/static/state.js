// What is known, and the line by which it comes: one stream per person and open chat.

export const state = {
  me: null,
  chat: null,
  people: [],
  chats: [],
  open: null,
  messages: new Map(),
  clock: { offset: 0, travelling: false, next: null },
  weather: {},
  crowd: { size: 0, taps: 0 },
  calls: [],
  bot: { online: false, met: false, held: null },
  book: {},
  tour: {},
  opening: true,
  lost: false,
};

const AGAIN_AFTER = 1500;
const listeners = [];
let stream = null;
let looks = true;

/** Call this with the set of part names that changed. */
export const onNews = (listener) => listeners.push(listener);

const tell = (...names) => {
  const news = new Set(names);
  for (const listener of listeners) listener(news);
};

/** Seconds since 1970 by the demo's clock. */
export const now = () => Date.now() / 1000 + state.clock.offset;

export const person = (id = state.me) => state.people.find((one) => one.id === id);
export const byRole = (role) => state.people.find((one) => one.role === role);

/** Be this person at this chat from now on; null: no chat stands open. */
export function go(me, chat) {
  if (me === state.me && chat === state.chat && stream) return;
  state.me = me;
  state.chat = chat;
  state.open = null;
  state.messages = new Map();
  remember();
  connect();
  tell("place", "open", "messages");
}

/** Whether the conversation can be seen: what comes meanwhile stays unread. */
export function look(on) {
  if (on === looks) return;
  looks = on;
  if (stream) connect();
}

// A browser keeps only six lines to one address, so a tab that nobody sees lets go of its own.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) stream?.close();
  else if (stream) connect();
});

function connect() {
  stream?.close();
  const query = new URLSearchParams({ person: state.me });
  if (state.chat !== null) query.set("chat", state.chat);
  if (!looks) query.set("away", 1);
  const mine = (stream = new EventSource(`/events?${query}`));
  let fresh = true;
  mine.onopen = () => {
    fresh = true; // after a break everything is told anew
    if (state.lost) {
      state.lost = false;
      tell("bot");
    }
  };
  mine.onmessage = (event) => {
    if (mine === stream) take(JSON.parse(event.data), fresh);
    fresh = false;
  };
  mine.addEventListener("moved", (event) => mine === stream && go(state.me, Number(event.data)));
  mine.onerror = () => mine === stream && failed(mine);
}

async function failed(mine) {
  if (mine.readyState === EventSource.CLOSED && (await missing(mine.url)) && mine === stream) {
    const start = Number(document.body.dataset.startPerson);
    // That chat, or that person, is not there any more.
    if (state.chat !== null || state.me !== start) return go(state.chat === null ? start : state.me, null);
  }
  if (mine === stream) {
    state.lost = true;
    tell("bot");
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => mine === stream && connect(), AGAIN_AFTER);
  }
  return undefined;
}

/** Whether the server is there and says that there is no such place; a page that is being left says nothing. */
async function missing(address) {
  const looking = new AbortController();
  try {
    const { status } = await fetch(address, { signal: looking.signal });
    return status === 404;
  } catch {
    return false;
  } finally {
    looking.abort();
  }
}

function take(news, fresh) {
  const { messages = [], gone = [], ...parts } = news;
  if (fresh) state.messages = new Map();
  Object.assign(state, parts);
  const changed = new Set();
  for (const message of messages) {
    state.messages.set(message.id, message);
    changed.add(message.id);
  }
  for (const id of gone) {
    state.messages.delete(id);
    changed.add(id);
  }
  state.fresh = fresh;
  state.changed = changed;
  tell(...Object.keys(parts), ...(changed.size || fresh ? ["messages"] : []));
}

/** A closed browser finds its place again: in the address, else in what it remembers. */
export function remembered() {
  const found = new URLSearchParams(location.hash.slice(1) || localStorage.getItem("place") || "");
  const chat = found.get("chat");
  return { me: Number(found.get("me")) || null, chat: chat ? Number(chat) : null, known: found.has("me") };
}

function remember() {
  const place = new URLSearchParams({ me: state.me, chat: state.chat ?? "" }).toString();
  localStorage.setItem("place", place);
  history.replaceState(null, "", `${location.pathname}${location.search}#${place}`);
}
