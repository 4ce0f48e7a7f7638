// Turns a message's text into nodes: WeChat renders <a> links, bare addresses, and nothing else.

import { el } from "./dom.js";

const LINK = /<a\s+([^>]*)>([\s\S]*?)<\/a>|(https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+)/gi;
const ATTRIBUTE = /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const MENU_SCHEME = "weixin://bizmsgmenu?";

// `onMenuTap(content, id)` is called for weixin://bizmsgmenu links.
export function richText(text, onMenuTap) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    nodes.push(text.slice(end, match.index));
    nodes.push(match[3] ? webLink(match[3], match[3]) : anchor(match[1], match[2], onMenuTap));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

function anchor(attributes, words, onMenuTap) {
  const values = {};
  for (const [, name, double, single] of attributes.matchAll(ATTRIBUTE)) {
    values[name.toLowerCase()] = (double ?? single).replaceAll("&amp;", "&");
  }
  const href = values.href ?? "";
  if (href.startsWith(MENU_SCHEME)) {
    const query = new URLSearchParams(href.slice(MENU_SCHEME.length));
    return menuTap(words, query.get("msgmenucontent") ?? words, query.get("msgmenuid") ?? "", onMenuTap);
  }
  return /^https?:\/\//i.test(href) ? webLink(href, words) : words;
}

export function webLink(href, words) {
  return el("a", { className: "link", href, target: "_blank", rel: "noopener noreferrer" }, words);
}

export function menuTap(words, content, id, onMenuTap) {
  const onclick = () => onMenuTap(content, id);
  return el("button", { type: "button", className: "link", onclick }, words);
}
