// The scrolling conversation, with a time line wherever a while has passed.

import { drawItem } from "./bubbles.js";
import { byId, el } from "./dom.js";

const PAUSE_SECONDS = 300;
const clockText = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
const dayText = new Intl.DateTimeFormat("zh-CN", {
  month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false,
});

function when(seconds) {
  const moment = new Date(seconds * 1000);
  const isToday = moment.toDateString() === new Date().toDateString();
  return (isToday ? clockText : dayText).format(moment);
}

export class Chat {
  #log = byId("chat");
  #lastAt = 0;

  constructor(store, actions) {
    this.store = store;
    this.actions = actions;
    this.#log.addEventListener("load", () => this.#scroll(), true); // a picture made it taller
    store.addEventListener("chat", () => this.redraw());
    store.addEventListener("item", (event) => this.append(event.detail));
  }

  redraw() {
    this.#lastAt = 0;
    this.#log.replaceChildren();
    if (!this.store.items.length) {
      this.#log.append(el("p", { className: "empty" }, "还没有消息。在下面说一句，比如「三楼灯不亮了」。"));
    }
    for (const item of this.store.items) this.#draw(item);
    this.#scroll();
  }

  append(item) {
    this.#log.querySelector(".empty")?.remove();
    this.#draw(item);
    this.#scroll();
  }

  #draw(item) {
    if (item.at - this.#lastAt > PAUSE_SECONDS) {
      this.#log.append(el("p", { className: "time" }, when(item.at)));
    }
    this.#lastAt = item.at;
    this.#log.append(drawItem(item, { ...this.actions, person: this.store.person }));
  }

  #scroll() {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}
