// The dispatch board: new rows without reload, the keyboard, and dispatching in a dialog.
import { DispatchDialog } from "./dispatch.js";
import { Live, SignedOut } from "./live.js";

const board = document.getElementById("board");
const told = document.getElementById("told");
const help = document.getElementById("help");
const rows = () => [...board.querySelectorAll("[data-row]")];
const numbers = () => new Set(rows().map((row) => row.dataset.number));
const rowOf = (element) => element?.closest?.("[data-row]") ?? null;

// Where the focus is, in words that still mean something after the rows were replaced.
function focused() {
  const row = rowOf(document.activeElement);
  if (!row) return null;
  const kinds = ["a.open", "a.dispatch", "input"];
  const kind = kinds.find((each) => document.activeElement.matches(each)) ?? "a.open";
  return { row: row.dataset.row, number: row.dataset.number, at: rows().indexOf(row), kind };
}

function focusAgain(before) {
  if (!before) return;
  const all = rows();
  const row =
    all.find((each) => each.dataset.row === before.row) ??
    all.find((each) => each.dataset.number === before.number) ??
    all[Math.min(before.at, all.length - 1)];
  const target = row?.querySelector(before.kind) ?? row?.querySelector("a.open");
  target?.focus({ preventScroll: true });
}

function ticked() {
  return new Set([...board.querySelectorAll("input:checked")].map((each) => each.value));
}

function countTicked() {
  const place = document.getElementById("ticked");
  if (place && ticked().size) place.textContent = `选了 ${ticked().size} 张。`;
}

function announce(before) {
  const now = numbers();
  const added = [...now].filter((each) => !before.has(each)).length;
  if (added) told.textContent = `新来 ${added} 件，现在共 ${now.size} 件。`;
  else if (now.size !== before.size) told.textContent = `现在共 ${now.size} 件。`;
}

// Replaces the rows; throws where the server does not answer or the sign-in has ended.
async function refresh(mark = "") {
  const answer = await fetch(`/console/board/rows?mark=${mark}`);
  if (answer.status === 401) throw new SignedOut();
  if (!answer.ok) throw new Error(String(answer.status));
  const html = await answer.text();
  const [focus, chosen, before] = [focused(), ticked(), numbers()];
  board.innerHTML = html;
  for (const box of board.querySelectorAll("input[name=number]")) box.checked = chosen.has(box.value);
  focusAgain(focus);
  countTicked();
  announce(before);
}

new Live({
  events: "/console/board/events",
  mark: board.dataset.mark,
  refresh,
  show: (words) => {
    const place = document.getElementById("live");
    if (place.textContent !== words) place.textContent = words;
  },
});

let opened = null;
const dialog = new DispatchDialog(document.getElementById("dispatching"), async (words) => {
  focusAgain(opened);
  await refresh().catch(() => {});
  told.textContent = words;
});

function dispatch(row) {
  const link = row?.querySelector("a.dispatch");
  if (!link) return;
  link.focus();
  opened = focused();
  dialog.open(link.href);
}

function move(step) {
  const all = rows();
  const at = all.indexOf(rowOf(document.activeElement));
  const next = at < 0 ? all[0] : all[Math.max(0, Math.min(at + step, all.length - 1))];
  next?.querySelector("a.open").focus();
}

function tick(row) {
  const box = row.querySelector("input");
  box.checked = !box.checked;
  countTicked();
}

// Single letters count only where nobody types; arrows only inside the rows, else they scroll.
function onKey(event) {
  const row = rowOf(event.target);
  const isTyping = event.target.closest("input:not([type=checkbox]), select, textarea, dialog");
  if (isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
  const deeds = {
    j: () => move(1),
    k: () => move(-1),
    "?": () => help.showModal(),
    ...(row && {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      d: () => dispatch(row),
      x: () => tick(row),
    }),
  };
  const deed = deeds[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

document.addEventListener("keydown", onKey);
board.addEventListener("change", countTicked);
board.addEventListener("click", (event) => {
  const link = event.target.closest("a.dispatch");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dispatch(rowOf(link));
});
const keys = document.getElementById("keys");
keys.hidden = false;
keys.addEventListener("click", () => help.showModal());
