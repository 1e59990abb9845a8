// Telegram's own lines, in words.

import { t } from "./dom.js";

/** Somebody came, went, renamed, pinned, upgraded. */
export function serviceText(service, who) {
  const names = (service.names ?? []).join("、");
  const went = service.what === "left_chat_member" && names !== who;
  return t(went ? "service.removed" : `service.${service.what}`, { who, names, text: service.text ?? "" });
}
