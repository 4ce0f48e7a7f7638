// The fault switches, each with words for what goes wrong.

import { el, toast } from "./dom.js";
import { get, post } from "./server.js";

const WORDS = {
  api_latency_ms: ["接口变慢", "每次调用多等多少毫秒"],
  api_failure: ["接口出错", "接口按这个错误答复，或不答复"],
  api_failure_times: ["出错次数", "0 表示一直出错，直到关掉"],
  api_failure_path: ["只对这个路径", "如 /cgi-bin/message/；空着是全部"],
  api_failure_after_work: ["做完才出错", "事情办成了，只是答复丢了"],
  escapes_shown: ["原样显示 \\u 转义", "不拒绝转义，而是把它显示给用户看"],
  push_duplicate: ["重复推送", "同一条消息同时送两次"],
  push_out_of_order: ["乱序推送", "先发的后到"],
  push_wrong_signature: ["签名错误", "推送带着错误的签名"],
  voice_without_16k: ["语音缺 MediaId16K", "语音消息没有高清录音"],
  voice_empty_recognition: ["语音识别为空", "带一个空的 Recognition"],
  finish_event: ["模板消息结果", "结果事件照常、丢失，或早于接口答复"],
  template_status: ["结果内容", "结果事件里写什么"],
};

const CHOICES = {
  api_failure: {
    "": "正常", "-1": "-1 系统繁忙", 40001: "40001 令牌无效", 42001: "42001 令牌过期",
    45009: "45009 当天次数用完", 45047: "45047 客服消息用完", hang: "一直不答复", close: "断开连接", http_500: "HTTP 500",
  },
  finish_event: { normal: "照常", lost: "丢失", early: "提前" },
  template_status: {
    success: "送达", "failed:user block": "用户拒收", "failed: system failed": "系统失败",
  },
};

export async function showFaults() {
  const faults = await get("/sim/faults");
  return Object.entries(faults).map(([name, value]) => row(name, value));
}

function row(name, value) {
  const [title, hint] = WORDS[name] ?? [name, ""];
  const control = input(name, value);
  control.id = `fault-${name}`;
  control.setAttribute("aria-describedby", `hint-${name}`);
  control.addEventListener("change", () => save(name, read(control, value)));
  return el("div", { className: "switch" },
    el("label", { htmlFor: control.id }, el("strong", {}, title), el("span", { className: "muted", id: `hint-${name}` }, hint)),
    control);
}

function input(name, value) {
  if (name in CHOICES) {
    const choices = value in CHOICES[name] ? CHOICES[name] : { ...CHOICES[name], [value]: value };
    return el("select", {}, Object.entries(choices).map(([key, words]) =>
      el("option", { value: key, selected: key === value }, words)));
  }
  if (typeof value === "boolean") return el("input", { type: "checkbox", checked: value, role: "switch" });
  if (typeof value === "number") return el("input", { type: "number", min: 0, value });
  return el("input", { type: "text", value, autocomplete: "off" });
}

function read(control, value) {
  if (typeof value === "boolean") return control.checked;
  return typeof value === "number" ? Math.round(Number(control.value)) : control.value;
}

async function save(name, value) {
  try {
    await post("/sim/faults", { [name]: value });
    toast("已生效");
  } catch (error) {
    toast(error.message);
  }
}
