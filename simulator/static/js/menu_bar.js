// The account's custom menu at the bottom of the chat, with its sub-menus.

import { byId, el, icon, toast } from "./dom.js";
import { askForCode, askForPlace } from "./panels.js";
import { get } from "./server.js";

export class MenuBar {
  #bar = byId("menu-bar");

  // `phone`: send(kind, fields).
  constructor(phone) {
    this.phone = phone;
    document.addEventListener("click", (event) => { if (!this.#bar.contains(event.target)) this.#close(); });
    this.#bar.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#close(); });
  }

  async load() {
    const buttons = await get("/sim/menu");
    this.#bar.hidden = buttons.length === 0;
    this.#bar.replaceChildren(...buttons.map((button) => this.#top(button)));
  }

  #top(button) {
    const children = button.sub_button ?? [];
    if (!children.length) return el("div", { className: "menu-item" }, this.#leaf(button));
    const list = el("ul", { className: "sub-menu", hidden: true },
      children.map((child) => el("li", {}, this.#leaf(child))));
    const opener = el("button", { type: "button", "aria-expanded": "false", "aria-haspopup": "true" }, icon("list"), button.name);
    opener.addEventListener("click", () => {
      const opens = list.hidden;
      this.#close();
      list.hidden = !opens;
      opener.setAttribute("aria-expanded", String(opens));
    });
    return el("div", { className: "menu-item" }, opener, list);
  }

  #leaf(button) {
    return el("button", { type: "button", onclick: () => { this.#close(); this.#tap(button); } }, button.name);
  }

  #tap(button) {
    const { type, key, name, url } = button;
    if (type === "click") return this.phone.send("click", { key, name });
    if (type === "view") {
      window.open(url, "_blank", "noopener,noreferrer");
      return this.phone.send("view", { url });
    }
    if (type === "miniprogram") {
      toast(`手机上会打开小程序页面 ${button.pagepath}`);
      return this.phone.send("event", { event: "view_miniprogram", fields: { EventKey: button.pagepath, MenuId: "1" } });
    }
    if (type === "location_select") return askForPlace((place) => this.#place(key, place));
    if (type.startsWith("scancode")) return askForCode((result) => this.#code(type, key, result));
    if (type.startsWith("pic_")) return byId("photo-file").click();
    return toast(`这里还不能演示「${type}」类菜单`);
  }

  async #place(key, { label, latitude, longitude }) {
    const info = { Location_X: latitude, Location_Y: longitude, Scale: "15", Label: label, Poiname: "" };
    await this.phone.send("event", { event: "location_select", fields: { EventKey: key, SendLocationInfo: info } });
    await this.phone.send("location", { label, latitude, longitude });
  }

  #code(event, key, result) {
    const info = { ScanType: "qrcode", ScanResult: result };
    return this.phone.send("event", { event, fields: { EventKey: key, ScanCodeInfo: info } });
  }

  #close() {
    for (const list of this.#bar.querySelectorAll(".sub-menu")) list.hidden = true;
    for (const opener of this.#bar.querySelectorAll("[aria-expanded]")) opener.setAttribute("aria-expanded", "false");
  }
}
