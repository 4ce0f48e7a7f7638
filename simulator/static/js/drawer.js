// The side drawer: what really went over the wire, and the switches.

import { byId, el, icon } from "./dom.js";
import { showFaults } from "./faults.js";
import { get } from "./server.js";
import { showTime } from "./time.js";

const time = (seconds) => new Date(seconds * 1000).toLocaleTimeString("zh-CN", { hour12: false });

export class Drawer {
  #panel = byId("panel");
  #tabs = [...document.querySelectorAll("[role=tab]")];
  #tab = "exchanges";
  #opened = null;
  #refresh = 0;

  constructor(store, onReset) {
    this.store = store;
    this.onReset = onReset;
    for (const tab of this.#tabs) tab.addEventListener("click", () => this.#choose(tab.id.slice(4)));
    byId("drawer").querySelector(".tabs").addEventListener("keydown", (event) => this.#walk(event));
    byId("open-drawer").addEventListener("click", () => this.show(true));
    byId("close-drawer").addEventListener("click", () => this.show(false));
    byId("drawer").addEventListener("keydown", (event) => { if (event.key === "Escape") this.show(false); });
  }

  show(isOpen) {
    document.body.classList.toggle("drawer-open", isOpen);
    byId(isOpen ? "close-drawer" : "open-drawer").focus();
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
    const content = await DRAW[name](this.store, this.#opened, this.onReset);
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
  exchanges: drawExchanges,
  calls: drawCalls,
  faults: () => showFaults(),
  time: (store, _opened, onReset) => showTime(onReset),
};

async function drawExchanges(store) {
  const exchanges = await get("/sim/exchanges?limit=40");
  if (!exchanges.length) return [el("p", { className: "empty" }, "还没有推送。说一句话，这里就看得到它怎样送到服务器、服务器怎样答。")];
  const names = new Map(store.people.map((person) => [person.openid, person.name]));
  return exchanges.reverse().map((exchange) => drawExchange(exchange, names.get(exchange.person) ?? exchange.person));
}

const VERDICTS = { ok: "已答复", empty: "只应 success", unavailable: "没有应答" };

function drawExchange(exchange, name) {
  const last = exchange.deliveries.at(-1);
  const verdict = last ? VERDICTS[exchange.verdict] ?? "答复无效" : "等待中";
  const isBad = last && !["ok", "empty"].includes(exchange.verdict);
  const chip = el("span", { className: `chip ${isBad ? "bad" : ""}` }, verdict);
  const ms = last ? `${last.ms} 毫秒` : "";
  const summary = el("summary", {}, el("span", { className: "muted" }, time(exchange.at)),
    el("strong", {}, name), el("span", {}, kindOf(exchange.xml)), chip, el("span", { className: "muted" }, ms));
  const parts = el("div", { className: "parts" });
  const details = el("details", { className: "entry", data: { key: `exchange-${exchange.id}` } }, summary, parts);
  details.addEventListener("toggle", () => { if (details.open) parts.replaceChildren(...exchangeParts(exchange)); });
  return details;
}

function kindOf(xml) {
  const kind = /<MsgType><!\[CDATA\[(.*?)\]\]>/.exec(xml)?.[1] ?? "raw";
  return kind === "event" ? /<Event><!\[CDATA\[(.*?)\]\]>/.exec(xml)?.[1] ?? kind : kind;
}

function exchangeParts(exchange) {
  const tries = exchange.deliveries.map((delivery, index) =>
    el("li", {}, `第 ${index + 1} 次：${delivery.status || delivery.error}，${delivery.ms} 毫秒`));
  const bad = exchange.verdict.startsWith("invalid") ? el("p", { className: "warning" }, exchange.verdict) : null;
  return [
    bad,
    el("ol", { className: "tries" }, tries),
    code("请求行", `POST ${exchange.url}`),
    code("送出的正文", exchange.body),
    code("解密后的 XML", pretty(exchange.xml)),
    code("服务器的原始答复", exchange.deliveries.at(-1)?.reply || "（空）"),
    exchange.reply_xml ? code("解密后的答复", pretty(exchange.reply_xml)) : null,
  ].filter(Boolean);
}

async function drawCalls() {
  const calls = await get("/sim/calls?limit=60");
  if (!calls.length) return [el("p", { className: "empty" }, "服务器还没有调用过微信接口。")];
  return calls.reverse().map((call) => {
    const errcode = /"errcode": (-?\d+)/.exec(call.answer)?.[1] ?? "0";
    const chip = el("span", { className: `chip ${errcode === "0" ? "" : "bad"}` }, errcode);
    const summary = el("summary", {}, el("span", { className: "muted" }, time(call.at)),
      el("strong", {}, call.path.replace("/cgi-bin/", "")), chip, el("span", { className: "muted" }, `${call.ms} 毫秒`));
    return el("details", { className: "entry", data: { key: `call-${call.at}` } }, summary,
      el("div", { className: "parts" }, code("请求行", `${call.method} ${call.path}?${call.query}`),
        code("正文", call.body || "（空）"), code("答复", call.answer)));
  });
}

function code(title, text) {
  return el("div", { className: "code" }, el("h3", {}, title), el("pre", { tabIndex: 0 }, text));
}

function pretty(xml) {
  return xml.replace(/(<\/[^>]+>)(?=<)/g, "$1\n").replace(/^<xml>(?=<)/, "<xml>\n");
}
