/** The page at `/`: predicts a file or a recording of the microphone. It loads nothing from other servers. */
export const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Woodshed</title>
<link rel="icon" href="data:,">
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem; color: #222; }
  h1 { font-size: 1.25rem; margin: 0; }
  #about, #note { color: #666; }
  .row { display: flex; gap: 1rem; align-items: center; margin: 1.5rem 0; flex-wrap: wrap; }
  button { font: inherit; padding: .3rem .8rem; }
  table { border-collapse: collapse; width: 100%; }
  td { padding: .2rem .5rem .2rem 0; white-space: nowrap; }
  td.bar { width: 60%; }
  td.bar div { background: #3a6ea5; height: .8rem; border-radius: 2px; min-width: 1px; }
  tr.chosen { font-weight: 600; }
  td.text { text-align: right; font-variant-numeric: tabular-nums; }
  .error { color: #a40000; }
</style>
<h1 id="name">Woodshed</h1>
<div id="about"></div>
<div class="row">
  <input type="file" id="file" accept="audio/*" aria-label="A recording">
  <button id="record">Record</button>
  <span id="note">an audio file, or the microphone</span>
</div>
<table id="values" aria-live="polite"></table>
<script type="module">
const element = (id) => document.getElementById(id);
const note = (text, isError = false) => {
  element("note").textContent = text;
  element("note").className = isError ? "error" : "";
};
const health = await (await fetch("health")).json();
element("name").textContent = health.model;
element("about").textContent = health.summary + ", " + health.sample_rate_hz + " Hz, clips of " + health.clip_sec + " s";

async function predict(body) {
  note("predicting");
  const response = await fetch("predict?values", { method: "POST", body });
  return { status: response.status, answer: await response.json() };
}

function show({ status, answer }) {
  if (status !== 200) return note(answer.error.message, true);
  note(answer.duration_sec.toFixed(2) + " s of audio");
  element("values").replaceChildren(...answer.values.map(({ name, text, share, is_chosen }) => {
    const row = document.createElement("tr");
    row.className = is_chosen ? "chosen" : "";
    const cell = (className, text) => {
      const column = row.appendChild(document.createElement("td"));
      column.className = className;
      column.textContent = text;
      return column;
    };
    cell("", name);
    const bar = cell("bar", "");
    if (share !== null) bar.appendChild(document.createElement("div")).style.width = 100 * share + "%";
    cell("text", text);
    return row;
  }));
}
element("file").onchange = ({ target }) => target.files[0] && predict(target.files[0]).then(show).catch((error) => note(error.message, true));

/** Decodes a recording and encodes all its channels with 16 bits, at the model's rate. */
async function toWav(recording) {
  const rate = health.sample_rate_hz;
  const audio = await new OfflineAudioContext(1, 1, rate).decodeAudioData(await recording.arrayBuffer());
  const count = audio.numberOfChannels;
  const bytes = 2 * count * audio.length;
  const view = new DataView(new ArrayBuffer(44 + bytes));
  const text = (at, value) => [...value].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF"); view.setUint32(4, 36 + bytes, true); text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, count, true);
  view.setUint32(24, rate, true); view.setUint32(28, 2 * count * rate, true);
  view.setUint16(32, 2 * count, true); view.setUint16(34, 16, true);
  text(36, "data"); view.setUint32(40, bytes, true);
  for (let c = 0; c < count; c++)
    audio.getChannelData(c).forEach((value, i) =>
      view.setInt16(44 + 2 * (count * i + c), Math.max(-1, Math.min(1, value)) * 32767, true));
  return new Blob([view.buffer], { type: "audio/wav" });
}

/** Constraints of the microphone. Browsers reduce the channels to one where they process speech. */
const channels = { mix: 1, first: 1, stereo: 2 }[health.channels] ?? health.channels;
const constraints = channels === 1 || {
  channelCount: channels, echoCancellation: false, noiseSuppression: false, autoGainControl: false,
};

let stop = null;
element("record").onclick = async () => {
  if (stop !== null) return stop();
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: constraints });
    const recorder = new MediaRecorder(stream);
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = async () => {
      stop = null;
      element("record").textContent = "Record";
      for (const track of stream.getTracks()) track.stop();
      try {
        // Sent as it is, it is read as any file is. A server that lacks the browser's format gets samples.
        const recording = new Blob(parts);
        const reply = await predict(recording);
        show(reply.status === 415 ? await predict(await toWav(recording)) : reply);
      } catch (error) {
        note(error.message, true);
      }
    };
    stop = () => recorder.stop();
    recorder.start();
    element("record").textContent = "Stop";
    note("recording");
  } catch (error) {
    note(error.message, true);
  }
};
</script>
</html>
`;
