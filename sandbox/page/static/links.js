// Where a link leads: into the town if it is the bot's own, else only shown, for nothing here goes outside.

import { t } from "./dom.js";
import { act, notice } from "./tell.js";
import { become } from "./chats.js";
import { state } from "./state.js";

export async function follow(url) {
  let address = null;
  try {
    address = new URL(url);
  } catch {
    return notice(t("link_title"), url);
  }
  if (address.hostname === "t.me" && address.pathname === "/share/url") {
    return notice(t("share_title"), `${t("share_text")}\n\n${address.searchParams.get("text") ?? ""}`);
  }
  if (address.hostname !== "t.me") return notice(t("link_title"), url);
  const told = await act("follow", { url });
  if (told?.chat) become(state.me, told.chat);
  if (told && "startgroup" in told) chooseGroup(told);
  return undefined;
}

/** The bot's link that adds it to a group asks which one. */
function chooseGroup({ startgroup, admin }) {
  const free = state.chats.filter((chat) => chat.mine && !chat.private && !chat.bot);
  const choices = free.map((chat) => [
    chat.title,
    async () => {
      if (await act("add", { chat: chat.id, startgroup, admin })) become(state.me, chat.id);
    },
  ]);
  notice(t("add_title"), choices.length ? "" : t("add_none"), choices);
}
