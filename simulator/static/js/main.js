// Puts the page together.

import { Chat } from "./chat.js";
import { showComposer } from "./composer.js";
import { byId, toast } from "./dom.js";
import { Drawer } from "./drawer.js";
import { MenuBar } from "./menu_bar.js";
import { showPanels } from "./panels.js";
import { showPeople } from "./people.js";
import { get, push, upload, watch } from "./server.js";
import { Store } from "./store.js";

const MENU_REFRESH_MS = 10_000;
const CLOCK_MS = 15_000;
const TYPING_MS = 15_000;

const store = new Store();
const drawer = new Drawer(store, startAfresh);

async function attempt(work) {
  try {
    await work;
  } catch (error) {
    toast(error.message);
  }
  drawer.refreshSoon();
}

const phone = {
  follows: () => store.person?.follows ?? false,
  send: async (kind, fields) => {
    await attempt(push(store.current, kind, fields));
    if (["subscribe", "unsubscribe", "scan"].includes(kind)) await store.loadPeople();
  },
  sendFile: (kind, file, name) => attempt(upload(store.current, kind, file, name)),
};
const menuBar = new MenuBar(phone);

async function startAfresh() {
  store.forgetChats();
  await Promise.all([store.loadPeople(), menuBar.load(), showAccount()]);
  await store.loadChat();
  await drawer.draw();
}

async function showAccount() {
  const account = await get("/sim/account");
  byId("account-name").textContent = account.name;
  byId("phone-time").textContent = new Date(account.now * 1000)
    .toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

let typingEnds = 0;

function showTyping({ detail: { openid, on } }) {
  clearTimeout(typingEnds);
  byId("chat-state").textContent = on && openid === store.current ? "对方正在输入…" : "";
  if (on) typingEnds = setTimeout(() => { byId("chat-state").textContent = ""; }, TYPING_MS);
}

new Chat(store, {
  onMenuTap: (content, id) => phone.send("text", { content, menu_id: id }),
  onTrace: (exchange) => drawer.trace(exchange),
});
showPeople(store);
showComposer((content) => phone.send("text", { content }));
showPanels(phone);
store.addEventListener("traffic", () => drawer.refreshSoon());
store.addEventListener("typing", showTyping);
store.addEventListener("item", (event) => {
  if (event.detail.from === "account") byId("chat-state").textContent = "";
});
setInterval(() => menuBar.load(), MENU_REFRESH_MS);
setInterval(showAccount, CLOCK_MS);
watch((openid, item) => store.receive(openid, item), startAfresh);
