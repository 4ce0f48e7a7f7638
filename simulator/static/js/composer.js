// The write box: Enter sends, Shift+Enter makes a new line.

import { byId } from "./dom.js";

export function showComposer(onText) {
  const form = byId("composer");
  const words = byId("words");
  const adjust = () => {
    const isEmpty = !words.value.trim();
    byId("send").hidden = isEmpty;
    byId("open-more").hidden = !isEmpty;
    words.style.height = "auto";
    words.style.height = `${Math.min(words.scrollHeight, 120)}px`;
  };
  words.addEventListener("input", adjust);
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = words.value;
    if (!text.trim()) return;
    words.value = "";
    adjust();
    onText(text);
  });
  adjust();
}
