// Lists what went over the wire: pushes to the server, and its calls to the API.

import { el } from "./dom.js";
import { get } from "./server.js";

const time = (seconds) => new Date(seconds * 1000).toLocaleTimeString("zh-CN", { hour12: false });

export async function showExchanges(people) {
  const exchanges = await get("/sim/exchanges?limit=40");
  if (!exchanges.length) return [el("p", { className: "empty" }, "还没有推送。说一句话，这里就看得到它怎样送到服务器、服务器怎样答。")];
  const names = new Map(people.map((person) => [person.openid, person.name]));
  return exchanges.reverse().map((exchange) => drawExchange(exchange, names.get(exchange.person) ?? exchange.person));
}

const VERDICTS = { ok: "已答复", empty: "已收下", unavailable: "没有应答" };

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

const KINDS = {
  text: "文字", image: "照片", voice: "语音", video: "视频", location: "位置", link: "链接",
  subscribe: "关注", unsubscribe: "取消关注", SCAN: "扫码", CLICK: "点菜单", VIEW: "开网页",
  TEMPLATESENDJOBFINISH: "模板消息结果",
};

function kindOf(xml) {
  const kind = /<MsgType><!\[CDATA\[(.*?)\]\]>/.exec(xml)?.[1] ?? "自定推送";
  const name = kind === "event" ? /<Event><!\[CDATA\[(.*?)\]\]>/.exec(xml)?.[1] ?? kind : kind;
  return KINDS[name] ?? name;
}

function exchangeParts(exchange) {
  const tries = exchange.deliveries.map((delivery, index) =>
    el("li", {}, `第 ${index + 1} 次：${delivery.status || delivery.error}，${delivery.ms} 毫秒`));
  const bad = exchange.verdict.startsWith("invalid") ? el("p", { className: "warning" }, exchange.verdict) : null;
  return [
    bad,
    el("ol", { className: "tries" }, tries),
    code("推送内容（解密后的 XML）", pretty(exchange.xml)),
    exchange.reply_xml ? code("答复内容（解密后）", pretty(exchange.reply_xml)) : null,
    code("请求行", `POST ${exchange.url}`),
    code("送出的正文", exchange.body),
    code("服务器的原始答复", exchange.deliveries.at(-1)?.reply || "（空）"),
  ].filter(Boolean);
}

export async function showCalls() {
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
