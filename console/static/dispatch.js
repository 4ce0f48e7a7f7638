// Opens a ticket's dispatch page as a dialog; its forms work there as they do on the page.
import { begin } from "./presence.js";

export class DispatchDialog {
  // `done` is called after somebody was sent, with what to say about it.
  constructor(dialog, done) {
    this.dialog = dialog;
    this.done = done;
    dialog.addEventListener("close", () => this.end?.());
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("[data-close]")) return;
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.target).catch(() => this.broken());
    });
  }

  async open(address) {
    try {
      await this.put(await fetch(address));
    } catch {
      location.href = address;
      return;
    }
    if (!this.dialog.open) this.dialog.showModal();
    this.focus();
    const place = this.dialog.querySelector("[data-presence]");
    this.end = place ? begin(place) : undefined;
  }

  async send(form) {
    const given = new URLSearchParams(new FormData(form));
    const isSearch = form.method === "get";
    const answer = isSearch
      ? await fetch(`${form.action}?${given}`)
      : await fetch(form.action, { method: "POST", body: given });
    if (answer.redirected && !isSearch) {
      const name = form.querySelector("input[name=to]:checked + span strong")?.textContent ?? "";
      this.dialog.close();
      this.done(`派给${name}了，等对方回话。`);
      return;
    }
    await this.put(answer);
    this.focus();
  }

  // Shows the answer, whatever it is; the page's h1 becomes a heading of the dialog.
  async put(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const shown = page.getElementById("dispatch") ?? page.querySelector("main");
    const title = shown.querySelector("h1");
    const heading = document.createElement("h2");
    heading.append(...title.childNodes);
    heading.tabIndex = -1;
    title.replaceWith(heading);
    this.dialog.replaceChildren(shown);
  }

  focus() {
    const inOrder = [".refused", "fieldset.people input", "h2"];
    const found = inOrder.map((each) => this.dialog.querySelector(each));
    found.find(Boolean)?.focus();
  }

  broken() {
    const said = document.createElement("p");
    said.className = "refused";
    said.setAttribute("role", "alert");
    said.textContent = "连接断了，还不知道派成了没有。请关掉小窗，看看这张单子。";
    this.dialog.prepend(said);
  }
}
