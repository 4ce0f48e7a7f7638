// Records a voice message with the browser's own recorder.

const LONGEST_MS = 60_000;

export class Recorder {
  #recorder = null;

  get isRecording() {
    return this.#recorder?.state === "recording";
  }

  // Calls `onStart()` when the microphone is open; resolves with the recorded file once `stop()`
  // was called or a minute has passed.
  async record(onStart) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const parts = [];
    this.#recorder = new MediaRecorder(stream);
    this.#recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    const stopped = new Promise((resolve) => { this.#recorder.addEventListener("stop", resolve); });
    this.#recorder.start();
    onStart();
    const limit = setTimeout(() => this.stop(), LONGEST_MS);
    await stopped;
    clearTimeout(limit);
    for (const track of stream.getTracks()) track.stop();
    return new Blob(parts, { type: this.#recorder.mimeType.split(";")[0] });
  }

  stop() {
    if (this.isRecording) this.#recorder.stop();
  }
}
