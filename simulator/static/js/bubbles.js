// Draws one chat item the way WeChat shows it.

import { el, icon, toast } from "./dom.js";
import { menuTap, richText, webLink } from "./rich_text.js";

const CENTRED = new Set(["system", "notice"]);
const fileUrl = (id) => `/sim/media/${encodeURIComponent(id)}`;

// `actions`: person, onMenuTap(content, id), onTrace(exchangeId).
export function drawItem(item, actions) {
  if (CENTRED.has(item.type)) return drawLine(item, actions);
  const mine = item.from === "user";
  const trace = mine && item.exchange ? traceButton(item.exchange, actions) : null;
  return el("div", { className: `row ${mine ? "mine" : "theirs"}`, data: { type: item.type } },
    avatar(mine, actions.person), content(item, actions), trace);
}

function avatar(mine, person) {
  const name = mine ? person?.name ?? "" : "公众号";
  const node = el("span", { className: "avatar", "aria-hidden": "true" }, mine ? person?.badge ?? "" : "解");
  if (mine && person) node.style.background = person.colour;
  return el("span", { className: "who" }, node, el("span", { className: "hidden" }, `${name}说：`));
}

function traceButton(exchange, actions) {
  const onclick = () => actions.onTrace(exchange);
  return el("button", { type: "button", className: "trace", "aria-label": "看这句话的原始往来", onclick }, icon("wire"));
}

function drawLine(item, actions) {
  const line = el("div", { className: `line ${item.type}`, data: { type: item.type } }, el("span", {}, item.text));
  if (item.exchange) line.append(traceButton(item.exchange, actions));
  return line;
}

const bubble = (...children) => el("div", { className: "bubble" }, ...children);

const DRAW = {
  text: (item, actions) => bubble(...richText(item.text, actions.onMenuTap)),
  image: (item) => el("a", { className: "picture", href: fileUrl(item.media_id), target: "_blank", rel: "noopener" },
    el("img", { src: fileUrl(item.media_id), alt: "照片", loading: "lazy" })),
  voice: (item) => voice(item),
  video: (item) => el("video", { className: "picture", src: fileUrl(item.media_id), controls: true }),
  music: () => bubble("[音乐]"),
  location: (item) => el("div", { className: "card place" },
    el("strong", {}, item.label || "我的位置"),
    el("span", { className: "muted" }, `北纬 ${item.latitude.toFixed(4)}，东经 ${item.longitude.toFixed(4)}`),
    el("span", { className: "map", "aria-hidden": "true" }, icon("place"))),
  link: (item) => el("div", { className: "card" }, webLink(item.url, item.title || item.url)),
  news: (item) => el("div", { className: "card" }, ...item.articles.map(article)),
  template: (item) => template(item),
  menu: (item, actions) => menu(item, actions),
  transfer_customer_service: () => bubble("[已转接人工客服]"),
};

function content(item, actions) {
  const kind = item.type === "custom" ? item.msgtype : item.type;
  return DRAW[kind]?.(item, actions) ?? bubble(`[${kind}] ${item.title ?? ""}`);
}

function voice(item) {
  const player = new Audio(fileUrl(item.media_id));
  const onclick = () => player.play().catch(() => toast("浏览器放不了这种录音（AMR 等），可以另存后用播放器听"));
  return el("button", { type: "button", className: "bubble voice", onclick, "aria-label": "播放语音" },
    icon("play"), el("span", {}, "语音"));
}

function article(entry) {
  return el("div", { className: "article" },
    el("strong", {}, /^https?:/i.test(entry.url) ? webLink(entry.url, entry.title) : entry.title),
    el("span", { className: "muted" }, entry.description ?? ""));
}

function template(item) {
  const rows = item.fields.map(({ label, value }) =>
    el("div", { className: "field" }, el("dt", {}, label), el("dd", {}, value)));
  return el("section", { className: "card template", "aria-label": `模板消息：${item.title}` },
    el("h3", {}, item.title), el("dl", {}, rows), jump(item));
}

function jump(item) {
  if (item.pagepath) {
    const onclick = () => toast(`手机上会打开小程序页面 ${item.pagepath}`);
    return el("button", { type: "button", className: "detail", onclick }, "进入小程序查看", icon("next"));
  }
  if (!/^https?:/i.test(item.url)) return null;
  return el("a", { className: "detail", href: item.url, target: "_blank", rel: "noopener noreferrer" }, "查看详情", icon("next"));
}

function menu(item, actions) {
  const taps = item.list.map(({ id, content }) => el("li", {}, menuTap(content, content, id, actions.onMenuTap)));
  return bubble(el("p", {}, ...richText(item.head ?? "", actions.onMenuTap)),
    el("ul", { className: "choices" }, taps), el("p", {}, ...richText(item.tail ?? "", actions.onMenuTap)));
}
