// Everything beside text: photo, voice, place, code, sticker, following.

import { byId, el, icon, openDialog, toast } from "./dom.js";
import { Recorder } from "./recorder.js";
import { get } from "./server.js";

const PLACES = [
  ["幸福里小区 3 栋", 31.23042, 121.4737],
  ["幸福里小区 南门", 31.22961, 121.47412],
  ["社区服务中心", 31.23188, 121.47105],
  ["和平路菜场", 31.22755, 121.46933],
  ["人民公园 东门", 31.23307, 121.47594],
];

// `phone`: send(kind, fields), sendFile(kind, file, name), follows().
export function showPanels(phone) {
  const more = byId("more");
  const opener = byId("open-more");
  const show = (isOpen) => {
    more.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
  };
  opener.addEventListener("click", () => {
    more.replaceChildren(...tiles(phone, () => show(false)));
    show(more.hidden);
    more.querySelector("button")?.focus();
  });
  more.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { show(false); opener.focus(); }
  });
  byId("open-voice").addEventListener("click", () => askForVoice(phone));
  pickFile("photo-file", (file) => phone.sendFile("image", file, file.name));
  pickFile("voice-file", (file) => phone.sendFile("voice", file, file.name));
}

function pickFile(id, onFile) {
  const input = byId(id);
  input.addEventListener("change", () => {
    if (input.files[0]) onFile(input.files[0]);
    input.value = "";
  });
}

function tiles(phone, close) {
  const following = phone.follows()
    ? ["取消关注", "person", () => phone.send("unsubscribe")]
    : ["关注公众号", "person", () => phone.send("subscribe")];
  return [
    ["照片", "photo", () => byId("photo-file").click()],
    ["语音", "microphone", () => askForVoice(phone)],
    ["位置", "place", () => askForPlace((place) => phone.send("location", place))],
    ["扫一扫", "scan", () => askForCode((scene) => phone.send("scan", { scene }), (url) => phone.send("scan", { url }))],
    ["动画表情", "smile", () => phone.send("sticker")],
    following,
  ].map(([words, picture, act]) => el("button", {
    type: "button", className: "tile", onclick: () => { close(); act(); },
  }, el("span", { className: "tile-icon" }, icon(picture)), el("span", {}, words)));
}

export function askForPlace(onPlace) {
  const choose = (place) => { dialog.close(); onPlace(place); };
  const named = PLACES.map(([label, latitude, longitude]) => el("li", {}, el("button", {
    type: "button", className: "option", onclick: () => choose({ label, latitude, longitude }),
  }, icon("place"), el("span", {}, label))));
  const fields = [["label", "地址（可以不写）", "text"], ["latitude", "纬度", "number"], ["longitude", "经度", "number"]]
    .map(([name, words, type]) => el("div", {}, el("label", { htmlFor: `place-${name}` }, words),
      el("input", { id: `place-${name}`, name, type, step: "any", required: name !== "label" })));
  const form = el("form", { className: "form" }, fields, el("button", { className: "primary" }, "发送这个位置"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { label, latitude, longitude } = Object.fromEntries(new FormData(form));
    choose({ label, latitude: Number(latitude), longitude: Number(longitude) });
  });
  const dialog = openDialog("发送位置", el("ul", { className: "options" }, named),
    el("details", {}, el("summary", {}, "自己填经纬度"), form));
}

export async function askForCode(onScene, onUrl) {
  const codes = await get("/sim/qrcodes");
  const choose = (scene) => { dialog.close(); onScene(scene); };
  const known = [...new Set(codes.map((code) => code.scene))].map((scene) => el("li", {}, el("button", {
    type: "button", className: "option", onclick: () => choose(scene),
  }, icon("scan"), el("span", {}, scene))));
  const input = el("input", { id: "scene", required: true, maxLength: onUrl ? 200 : 64, autocomplete: "off" });
  const form = el("form", { className: "form" }, el("label", { htmlFor: "scene" }, onUrl ? "码里的参数（scene），或者相机从印出来的码里读到的网址" : "码里的参数（scene）"), input,
    el("button", { className: "primary" }, "扫这个码"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const isAddress = onUrl && input.value.startsWith("http");
    if (!isAddress) return choose(input.value);
    dialog.close();
    onUrl(input.value);
  });
  const hint = el("p", { className: "muted" }, known.length ? "公众号生成过的码：" : "公众号还没有生成过码，可以自己填参数。");
  const dialog = openDialog("扫一扫", hint, el("ul", { className: "options" }, known), form);
}

function askForVoice(phone) {
  const recorder = new Recorder();
  const button = el("button", { type: "button", className: "primary record" }, icon("microphone"), el("span", {}, "开始录音"));
  const label = button.lastChild;
  const show = (isRecording) => {
    button.disabled = false;
    label.textContent = isRecording ? "正在录，点一下就发出" : "开始录音";
    button.classList.toggle("recording", isRecording);
  };
  button.addEventListener("click", async () => {
    if (recorder.isRecording) return recorder.stop();
    button.disabled = true;
    try {
      const file = await recorder.record(() => show(true));
      dialog.close();
      phone.sendFile("voice", file, `voice.${file.type.split("/")[1] || "webm"}`);
    } catch {
      show(false);
      toast("用不了麦克风，请改选录音文件");
    }
    return undefined;
  });
  const choose = el("button", { type: "button", className: "secondary", onclick: () => { dialog.close(); byId("voice-file").click(); } },
    "选一个录音文件（AMR、MP3…）");
  const dialog = openDialog("发语音", el("div", { className: "form" }, button, choose,
    el("p", { className: "muted" }, "真微信发出的是 AMR；这里录的音按浏览器的格式原样送出。")));
  dialog.addEventListener("close", () => recorder.stop());
}
