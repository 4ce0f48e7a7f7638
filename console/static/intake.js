// Shows what we understand while somebody types, and keeps the draft in this tab until it is filed.

const PAUSE = 400; // milliseconds without a key before we ask
const form = document.querySelector("#intake");
const understood = document.querySelector("#understood");
const draft = `intake:${form.dataset.account}`;
let timer = 0;
let asked = 0;

async function look() {
  const mine = ++asked;
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch("/console/intake/understood", { method: "POST", body });
  if (answer.ok && !answer.redirected && mine === asked) {
    understood.innerHTML = await answer.text();
  }
}

function remember() {
  const typed = [...new FormData(form)].filter(([name]) => !["mark", "key"].includes(name));
  sessionStorage.setItem(draft, JSON.stringify(typed));
}

function restore() {
  const typed = JSON.parse(sessionStorage.getItem(draft) ?? "[]");
  for (const [name, value] of typed) {
    const field = form.elements.namedItem(name);
    if (field && name !== "is_known") field.value = value;
  }
}

if ("filed" in form.dataset) {
  sessionStorage.removeItem(draft);
} else if (!form.elements.words.value) {
  restore();
}
if (form.elements.words.value && !understood.querySelector("dl")) look().catch(() => {});
form.addEventListener("input", () => {
  remember();
  clearTimeout(timer);
  timer = setTimeout(() => look().catch(() => {}), PAUSE);
});
