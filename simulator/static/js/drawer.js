// The side drawer: what really went over the wire, and the switches.

import { byId } from "./dom.js";
import { showFaults } from "./faults.js";
import { showTime } from "./time.js";
import { showCalls, showExchanges } from "./wire.js";

export class Drawer {
  #panel = byId("panel");
  #tabs = [...document.querySelectorAll("[role=tab]")];
  #tab = "exchanges";
  #opened = null;
  #refresh = 0;
  #opener = null;

  constructor(store, onReset) {
    this.store = store;
    this.onReset = onReset;
    for (const tab of this.#tabs) tab.addEventListener("click", () => this.#choose(tab.id.slice(4)));
    byId("drawer").querySelector(".tabs").addEventListener("keydown", (event) => this.#walk(event));
    byId("open-drawer").addEventListener("click", () => this.show(true));
    byId("close-drawer").addEventListener("click", () => this.show(false));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.body.classList.contains("drawer-open")) this.show(false);
    });
  }

  show(isOpen) {
    if (isOpen) this.#opener = document.activeElement;
    document.body.classList.toggle("drawer-open", isOpen);
    (isOpen ? byId("close-drawer") : this.#opener)?.focus();
  }

  // Shows one exchange, whatever is open now.
  trace(exchangeId) {
    this.#opened = exchangeId;
    this.show(true);
    return this.#choose("exchanges");
  }

  // Redraws the lists soon, once for many messages.
  refreshSoon() {
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(() => { if (["exchanges", "calls"].includes(this.#tab)) this.draw(); }, 250);
  }

  async draw() {
    const name = this.#tab;
    const content = await DRAW[name](this.store, this.onReset);
    if (name !== this.#tab) return;
    const opened = new Set([...this.#panel.querySelectorAll("details[open]")].map((node) => node.dataset.key));
    this.#panel.replaceChildren(...content);
    for (const node of this.#panel.querySelectorAll("details")) {
      if (opened.has(node.dataset.key)) node.open = true;
    }
    if (this.#opened) this.#reveal();
  }

  #reveal() {
    const node = this.#panel.querySelector(`[data-key="exchange-${CSS.escape(this.#opened)}"]`);
    if (node) node.open = true;
    node?.scrollIntoView({ block: "start" });
    this.#opened = null;
  }

  #choose(name) {
    this.#tab = name;
    for (const tab of this.#tabs) {
      const isChosen = tab.id === `tab-${name}`;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
    this.#panel.setAttribute("aria-labelledby", `tab-${name}`);
    return this.draw();
  }

  #walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = this.#tabs.indexOf(document.activeElement);
    if (!step || at < 0) return;
    const next = this.#tabs[(at + step + this.#tabs.length) % this.#tabs.length];
    next.focus();
    next.click();
  }
}

const DRAW = {
  exchanges: (store) => showExchanges(store.people),
  calls: () => showCalls(),
  faults: () => showFaults(),
  time: (_store, onReset) => showTime(onReset),
};
