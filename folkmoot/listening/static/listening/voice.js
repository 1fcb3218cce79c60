// What an organiser says to themselves after a conversation. It stays on this phone, sealed, until its words are written
// out; it is never sent.
const LONGEST = 120_000;
const BITS = 24_000;

function asText(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}

function asBlob(text) {
  const comma = text.indexOf(",");
  const bytes = Uint8Array.from(atob(text.slice(comma + 1)), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: text.slice(5, comma).replace(/;base64$/, "") });
}

export class Note {
  // `changed` is called with what was said, as text, or with "" once it is wiped.
  constructor(block, changed) {
    this.block = block;
    this.changed = changed;
    this.button = block.querySelector(".record");
    this.player = block.querySelector("audio");
    this.said = "";
    block.hidden = !(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);
    this.button.addEventListener("click", () => (this.recorder ? this.recorder.stop() : this.record()));
    block.querySelector(".written").addEventListener("click", () => { this.put(""); changed(""); });
  }

  put(said) {
    this.said = said;
    if (this.player.src) URL.revokeObjectURL(this.player.src);
    if (said) this.player.src = URL.createObjectURL(asBlob(said));
    else this.player.removeAttribute("src");
    this.block.querySelector(".again").hidden = !said;
    this.button.hidden = Boolean(said);
    if (said) this.block.open = true;
  }

  async record() {
    const problem = this.block.querySelector(".problem");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    problem.hidden = Boolean(stream);
    if (!stream) return;
    const parts = [];
    this.recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS });
    this.recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    this.recorder.addEventListener("stop", () => this.done(stream, parts));
    this.recorder.start();
    this.ends = setTimeout(() => this.recorder?.stop(), LONGEST);
    this.button.textContent = this.button.dataset.stop;
  }

  async done(stream, parts) {
    clearTimeout(this.ends);
    for (const track of stream.getTracks()) track.stop();
    const type = this.recorder.mimeType;
    this.recorder = null;
    this.button.textContent = this.button.dataset.start;
    this.put(await asText(new Blob(parts, { type })));
    await this.changed(this.said);
  }
}
