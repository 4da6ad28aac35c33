/** Plays stretches: mu-law (ITU-T G.711), which the page decodes itself. */
import { data, mediaOf } from "./data.js";

let context = null;
let playing = null;

/** The stretches that were played, for tests of the page. */
window.played = [];

function fromMuLaw(byte) {
  const bits = ~byte & 0xff;
  const value = (((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4);
  return (bits & 0x80 ? 0x84 - value : value - 0x84) / 32768;
}

export const isPlaying = () => playing !== null;

/** Seconds of the stretch that were played; null while nothing plays. */
export function playedSec() {
  if (playing === null) return null;
  return Math.min(playing.endSec, playing.startSec + context.currentTime - playing.startedAt);
}

export function stop() {
  if (playing === null) return;
  const { source, onStop } = playing;
  playing = null;
  source.onended = null;
  source.stop();
  onStop();
}

/**
 * Plays a part of an event's stretch. Browsers play nothing until a key or the pointer is pressed.
 *
 * @param startSec in seconds from the start of the stretch @param onStop called at the end, or when it is stopped
 */
export function play(id, startSec, endSec, onStop) {
  stop();
  const media = mediaOf(id);
  if (media === null) return false;
  context ??= new AudioContext();
  context.resume();
  const samples = Float32Array.from(atob(media.sound), (one) => fromMuLaw(one.charCodeAt(0)));
  const buffer = context.createBuffer(1, samples.length, data.soundRateHz);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  source.start(0, startSec, Math.max(0, endSec - startSec));
  playing = { source, startSec, endSec, startedAt: context.currentTime, onStop };
  source.onended = stop;
  window.played.push({ id, startSec, endSec, numSamples: samples.length });
  return true;
}
