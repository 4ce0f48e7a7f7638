// The people whose phones can be taken in hand, with what each has not read yet.

import { byId, el, openDialog, toast } from "./dom.js";
import { post } from "./server.js";

export function showPeople(store) {
  const list = byId("people");
  const buttons = new Map();
  // A button that is replaced between press and release is never clicked, and loses the focus.
  const redraw = () => {
    const known = new Set(store.people.map((person) => person.openid));
    for (const [openid, button] of buttons) if (!known.has(openid)) forget(openid, button);
    for (const person of store.people) draw(buttons.get(person.openid) ?? add(person), store, person);
  };
  const forget = (openid, button) => {
    button.parentElement.remove();
    buttons.delete(openid);
  };
  const add = ({ openid }) => {
    const button = el("button", { type: "button", className: "person", onclick: () => store.choose(openid) });
    buttons.set(openid, button);
    list.append(el("li", {}, button));
    return button;
  };
  store.addEventListener("people", redraw);
  byId("add-person").addEventListener("click", () => askForName(store));
}

function draw(button, store, person) {
  const unread = store.unread.get(person.openid) ?? 0;
  const avatar = el("span", { className: "avatar", "aria-hidden": "true" }, person.badge);
  avatar.style.background = person.colour;
  const badge = unread ? el("span", { className: "unread", "aria-label": `${unread} 条未读` }, unread > 99 ? "99+" : unread) : null;
  const state = person.follows ? person.role : `${person.role} · 未关注`;
  button.setAttribute("aria-current", person.openid === store.current ? "true" : "false");
  button.replaceChildren(
    el("span", { className: "face" }, avatar, badge),
    el("span", { className: "names" }, el("strong", {}, person.name), el("span", { className: "muted" }, state)),
  );
}

function askForName(store) {
  const name = el("input", { id: "new-name", required: true, maxLength: 20, autocomplete: "off" });
  const role = el("input", { id: "new-role", maxLength: 20, value: "居民", autocomplete: "off" });
  const form = el("form", { className: "form" },
    el("label", { htmlFor: "new-name" }, "名字"), name,
    el("label", { htmlFor: "new-role" }, "身份"), role,
    el("button", { className: "primary" }, "添上，并关注公众号"));
  const dialog = openDialog("添一位邻居", form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const person = await post("/sim/people", { name: name.value, role: role.value, badge: name.value[0] });
      dialog.close();
      await store.loadPeople();
      await store.choose(person.openid);
    } catch (error) {
      toast(error.message);
    }
  });
}
