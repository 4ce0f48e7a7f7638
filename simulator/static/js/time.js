// Letting time pass, asking the server whether it answers, and starting afresh.

import { el, toast } from "./dom.js";
import { get, post } from "./server.js";

const STEPS = [["1 分钟", 60], ["1 小时", 3600], ["1 天", 86_400], ["3 天", 259_200]];

export async function showTime(onReset) {
  const account = await get("/sim/account");
  const now = el("strong", {}, new Date(account.now * 1000).toLocaleString("zh-CN", { hour12: false }));
  const result = el("p", { className: "muted", role: "status" });
  const advance = async (seconds) => {
    const clock = await post("/sim/clock", { advance: seconds });
    now.textContent = new Date(clock.now * 1000).toLocaleString("zh-CN", { hour12: false });
  };
  const check = async () => {
    const answer = await post("/sim/handshake");
    result.textContent = answer.ok ? `服务器认得令牌，用了 ${answer.ms} 毫秒` : `没有通过：${answer.error || answer.status}`;
  };
  const reset = async () => {
    await post("/sim/reset");
    await onReset();
    toast("已经重来");
  };
  const button = (words, onclick) => el("button", { type: "button", className: "secondary", onclick }, words);
  return [
    section("微信这边的时间", el("p", {}, now), el("p", { className: "muted" }, "令牌、客服窗口、素材、二维码都按它过期。"),
      el("div", { className: "buttons" }, STEPS.map(([words, seconds]) => button(`过 ${words}`, () => advance(seconds))))),
    section("服务器地址", el("p", { className: "address" }, account.callback), button("握手检查", check), result),
    section("账号", el("p", { className: "muted" }, `${account.name}，${account.original_id}，${account.app_id}，${account.mode} 模式`)),
    section("从头再来", el("p", { className: "muted" }, "忘掉所有对话、令牌、菜单和素材。"), button("重来", reset)),
  ];
}

function section(title, ...children) {
  return el("section", { className: "block" }, el("h3", {}, title), ...children);
}
