// Keeps a page up to date: told by the server where it can be, else by asking again and again.
const ASK_MS = 10_000;
const STREAM_AGAIN_MS = 30_000;
const AT_LEAST_MS = 60_000; // waiting times grow although nothing happens

export class SignedOut extends Error {}

export class Live {
  // `refresh(mark)` brings the page up to date or throws; `show(words)` says how it stands.
  constructor({ events, mark, refresh, show }) {
    Object.assign(this, { events, mark, refresh, show });
    this.stream = null;
    this.timer = null;
    document.addEventListener("visibilitychange", () => this.turn());
    addEventListener("pagehide", () => this.stop());
    addEventListener("pageshow", () => this.turn());
    this.turn();
  }

  // A page nobody sees keeps no stream open.
  turn() {
    if (document.hidden) this.stop();
    else if (!this.stream && !this.timer) this.open();
  }

  stop() {
    this.close();
    clearTimeout(this.timer);
    this.timer = null;
  }

  close() {
    this.stream?.close();
    this.stream = null;
  }

  open() {
    const stream = new EventSource(`${this.events}?mark=${this.mark}`);
    this.stream = stream;
    stream.addEventListener("open", () => {
      this.show("正在自动更新。");
      this.later(AT_LEAST_MS);
    });
    stream.addEventListener("board", (event) => {
      this.mark = event.data;
      this.bring(this.mark);
    });
    stream.addEventListener("ended", () => this.fallBack());
    stream.addEventListener("error", () => this.fallBack());
  }

  // The stream broke: ask instead, and try the stream again after a while.
  fallBack() {
    this.close();
    this.streamAgain = Date.now() + STREAM_AGAIN_MS;
    this.later(0);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tick(), wait);
  }

  async tick() {
    if (!(await this.bring())) return;
    if (this.stream) this.later(AT_LEAST_MS);
    else if (Date.now() >= this.streamAgain) this.open();
    else this.later(ASK_MS);
  }

  // Whether it makes sense to go on.
  async bring(mark = "") {
    try {
      await this.refresh(mark);
      if (!this.stream) this.show("正在自动更新，慢一些。");
    } catch (trouble) {
      if (trouble instanceof SignedOut) {
        this.stop();
        this.show("您已经退出，这一页不再更新。请刷新，重新登录。");
        return false;
      }
      this.show("连接断了，正在重试。");
    }
    return true;
  }
}
