// Builds elements from text only, so that nothing anyone writes can become markup.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("aria-") || name === "role") node.setAttribute(name, value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else node[name] = value;
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export const byId = (id) => document.getElementById(id);

let hideToast = 0;

export function toast(sentence) {
  const node = byId("toast");
  node.textContent = sentence;
  node.hidden = false;
  clearTimeout(hideToast);
  hideToast = setTimeout(() => { node.hidden = true; }, 4000);
}

// A modal form that closes on Esc, on its cross and after it was sent.
export function openDialog(title, ...children) {
  const close = el("button", { type: "button", className: "round", "aria-label": "关闭" }, icon("close"));
  const dialog = el("dialog", { className: "sheet", "aria-label": title },
    el("header", { className: "sheet-header" }, el("h2", {}, title), close), ...children);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
