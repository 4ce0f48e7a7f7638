// Tells the others that this ticket is open here, and shows who else has it open.
const EVERY_MS = 30_000;

async function say(place, leaving = "") {
  const { presence: number, mark } = place.dataset;
  const answer = await fetch(`/console/tickets/${number}/presence`, {
    method: "POST",
    headers: { "X-Mark": mark, Accept: "application/json" },
    body: new URLSearchParams({ leaving }),
    keepalive: Boolean(leaving),
  });
  return answer.ok ? (await answer.json()).others : [];
}

async function beat(place) {
  if (document.hidden) return;
  try {
    const others = await say(place);
    const words = others.length ? `${others.join("、")}正在看这张` : "";
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  } catch {
    // The next beat tries again.
  }
}

// Begins for a place that carries data-presence and data-mark; the answer ends it.
export function begin(place) {
  beat(place);
  const timer = setInterval(() => beat(place), EVERY_MS);
  return () => {
    clearInterval(timer);
    say(place, "1").catch(() => {});
  };
}

for (const place of document.querySelectorAll("main [data-presence]")) {
  const end = begin(place);
  addEventListener("pagehide", end, { once: true });
}
