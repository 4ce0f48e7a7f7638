// Talks to the stand-in: its control doors and the stream of new chat items.

async function request(path, options) {
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || `HTTP ${response.status}`);
  return answer;
}

export const get = (path) => request(path);

export const post = (path, document = {}) => request(path, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(document),
});

export const push = (person, kind, fields = {}) => post("/sim/push", { person, kind, ...fields });

export function upload(person, kind, file, name) {
  const form = new FormData();
  form.append("media", file, name);
  const query = new URLSearchParams({ person, kind });
  return request(`/sim/upload?${query}`, { method: "POST", body: form });
}

// Calls `onItem(openid, item)` for every new item and `onOpen()` after each (re)connection.
export function watch(onItem, onOpen) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(`${scheme}//${location.host}/sim/live`);
  socket.addEventListener("open", onOpen);
  socket.addEventListener("message", (event) => {
    const { person, item } = JSON.parse(event.data);
    onItem(person, item);
  });
  socket.addEventListener("close", () => setTimeout(() => watch(onItem, onOpen), 1000));
}
