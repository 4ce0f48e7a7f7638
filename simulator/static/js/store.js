// What the page knows: the people, whose phone is in hand, the chats, what is unread.

import { get } from "./server.js";

export class Store extends EventTarget {
  people = [];
  current = "";
  chats = new Map();
  unread = new Map();

  get person() {
    return this.people.find((person) => person.openid === this.current);
  }

  get items() {
    return this.chats.get(this.current) ?? [];
  }

  async loadPeople() {
    this.people = await get("/sim/people");
    if (!this.person) this.current = this.people[0]?.openid ?? "";
    this.#tell("people");
  }

  async loadChat() {
    const openid = this.current;
    if (!this.chats.has(openid)) this.chats.set(openid, []);
    const items = await get(`/sim/chat/${encodeURIComponent(openid)}`);
    const ids = new Set(items.map((item) => item.id));
    // What arrived while the answer was on its way is not in it.
    const newer = (this.chats.get(openid) ?? []).filter((item) => !ids.has(item.id));
    this.chats.set(openid, [...items, ...newer]);
    if (openid === this.current) this.#tell("chat");
  }

  async choose(openid) {
    this.current = openid;
    this.unread.delete(openid);
    this.#tell("people");
    await this.loadChat();
  }

  receive(openid, item) {
    if (item.type === "typing") return this.#tell("typing", { openid, on: item.on });
    const items = this.chats.get(openid);
    if (items && items.some((known) => known.id === item.id)) return undefined;
    items?.push(item);
    if (openid === this.current) this.#tell("item", item);
    else if (item.from === "account") {
      this.unread.set(openid, (this.unread.get(openid) ?? 0) + 1);
      this.#tell("people");
    }
    return this.#tell("traffic", item);
  }

  forgetChats() {
    this.chats.clear();
    this.unread.clear();
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
