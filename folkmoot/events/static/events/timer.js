// Counts down by itself from what the server said last; asks each second whether somebody pressed something.
// A gentle end: colour and words, and three soft tones only when the host switched the sound on.
const host = document.querySelector("[data-timer]");
const part = (name) => host.querySelector(`[data-${name}]`) || document.querySelector(`[data-${name}]`);
let stands = null, since = 0, tag = "", asking = false, rang = false, started = null;

const left = () => stands.left - (stands.running ? (performance.now() - since) / 1000 : 0);

function draw() {
  if (!stands) return;
  const seconds = Math.ceil(left() - 0.05), over = seconds < 0, near = Math.abs(seconds);
  part("left").textContent = `${over ? "+" : ""}${Math.floor(near / 60)}:${String(near % 60).padStart(2, "0")}`;
  part("name").textContent = stands.name;
  part("title").textContent = stands.title;
  if (part("after")) part("after").textContent = stands.after || "–";
  const bar = part("bar");
  if (bar) { bar.max = stands.lasts; bar.value = Math.max(0, left()); }
  const soon = !over && seconds <= 30 && stands.lasts > 45;
  host.classList.toggle("over", seconds <= 0);
  host.classList.toggle("soon", soon && stands.running && seconds > 0);
  const fresh = !stands.running && stands.left >= stands.lasts;
  const words = seconds <= 0 ? "over" : soon && stands.running ? "soon" : stands.running ? "talks" : fresh ? "ready" : "stands";
  if (part("state").textContent !== host.dataset[words]) part("state").textContent = host.dataset[words];
  if (seconds > 0) rang = false;
  if (seconds <= 0 && stands.running && !rang) { rang = true; if (stands.sound && part("bar")) ring(); }
}

function ring() {
  const sound = new AudioContext();
  [0, 0.5, 1].forEach((at) => {
    const tone = sound.createOscillator(), level = sound.createGain();
    tone.frequency.value = 523.25;
    level.gain.setValueAtTime(0.0001, sound.currentTime + at);
    level.gain.exponentialRampToValueAtTime(0.25, sound.currentTime + at + 0.05);
    level.gain.exponentialRampToValueAtTime(0.0001, sound.currentTime + at + 0.45);
    tone.connect(level).connect(sound.destination);
    tone.start(sound.currentTime + at);
    tone.stop(sound.currentTime + at + 0.5);
  });
}

async function look() {
  if (document.hidden || asking) return;
  asking = true;
  try {
    const answer = await fetch(host.dataset.timer, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
    if (answer.status === 200) {
      stands = await answer.json();
      since = performance.now();
      tag = answer.headers.get("ETag") || "";
      if (started !== null && started !== stands.running && host.classList.contains("remote")) return location.reload();
      started = stands.running;
    }
  } catch {
    // It counts on by itself until the network is back.
  } finally {
    asking = false;
    draw();
  }
}

look();
setInterval(look, 1000);
setInterval(draw, 200);
document.addEventListener("visibilitychange", look);
