// Data for a tagging and a regression: the quickstart's rendered notes, mixed and alone. Test clips come from the SoundFont
// that is in neither training nor validation; the pitches of validation are not in training.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeWav, encodeWav16 } from "../../dist/audio/wav.js";
import { parseCsv } from "../../dist/data/csv.js";
import { prepareInstruments } from "../../dist/data/instruments/index.js";
import { permutation, randomFloat } from "../../dist/data/random.js";

const RATE_HZ = 16_000;
const SAMPLES = RATE_HZ;
const NUM_MIXTURES = { train: 3200, validation: 480, test: 960 };
const SPLITS = Object.keys(NUM_MIXTURES);
/** Share of mixtures without a note. */
const EMPTY_SHARE = 0.1;
/** First key of all random numbers here; training uses none above 100. */
const MIXTURES = 1001;

const fromDb = (db) => 10 ** (db / 20);
const levelDb = (samples) => 10 * Math.log10(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
const peakOf = (samples) => samples.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0);

/** Returns the rendered notes of a split. */
function readNotes(manifest, root) {
  const [head, ...rows] = parseCsv(readFileSync(manifest, "utf8"), manifest).map(({ fields }) => fields);
  return rows.map((fields) => {
    const { path, label, pitch } = Object.fromEntries(head.map((name, i) => [name, fields[i]]));
    const file = join(root, "notes", path);
    return { path: `notes/${path}`, label, pitch, ...decodeWav(readFileSync(file), file) };
  });
}

/** Returns low-pass filtered noise of a given RMS level. `draw(i)` is uniform in [0, 1). */
function noise(draw, smoothing, db) {
  let last = 0;
  const samples = Float32Array.from({ length: SAMPLES }, (_, i) => {
    last = smoothing * last + (1 - smoothing) * (draw(i) - 0.5);
    return last;
  });
  const gain = fromDb(db - levelDb(samples));
  return samples.map((x) => x * gain);
}

/** Returns a mixture of up to three notes of different families at random levels and times, and their families. */
function mix(notesOf, families, split, clip) {
  const draw = (...keys) => randomFloat(MIXTURES, split, clip, ...keys);
  const between = (low, high, ...keys) => low + (high - low) * draw(...keys);
  const numNotes = draw(0) < EMPTY_SHARE ? 0 : 1 + Math.floor(3 * draw(1));
  const order = permutation(families.length, MIXTURES, split, clip, 2);
  const labels = [...order.subarray(0, numNotes)].map((place) => families[place]);
  const sum = new Float32Array(SAMPLES);
  for (const [i, label] of labels.entries()) {
    const notes = notesOf.get(label);
    const { samples } = notes[Math.floor(draw(3, i) * notes.length)];
    const gain = fromDb(between(-15, 0, 4, i));
    const start = Math.floor(between(0, 0.5 * RATE_HZ, 5, i));
    for (let t = start; t < SAMPLES; t++) sum[t] += gain * samples[t - start];
  }
  // The level tells neither that there is a note nor how many there are.
  const gain = numNotes === 0 ? 0 : fromDb(between(-20, -1, 6)) / peakOf(sum);
  const noiseDb = numNotes === 0 ? between(-70, -15, 7) : between(-70, -50, 7);
  const background = noise((i) => draw(8, i), between(0, 0.95, 9), noiseDb);
  return { samples: sum.map((x, t) => gain * x + background[t]), labels: labels.sort() };
}

function writeManifest(path, head, rows) {
  writeFileSync(path, `${[head, ...rows].map((row) => row.join(",")).join("\n")}\n`);
}

function makeTagging(root, split, notes) {
  const families = [...new Set(notes.map(({ label }) => label))].sort();
  const notesOf = new Map(families.map((name) => [name, notes.filter(({ label }) => label === name)]));
  mkdirSync(join(root, "mixtures", split), { recursive: true });
  const rows = Array.from({ length: NUM_MIXTURES[split] }, (_, clip) => {
    const { samples, labels } = mix(notesOf, families, SPLITS.indexOf(split), clip);
    const path = `mixtures/${split}/${String(clip).padStart(4, "0")}.wav`;
    writeFileSync(join(root, path), encodeWav16(samples, RATE_HZ));
    return [path, labels.join(";")];
  });
  writeManifest(join(root, `tagging-${split}.csv`), ["path", "labels"], rows);
}

/** Targets of a note: its pitch in semitones (MIDI, 60 is middle C) and its RMS level in dB of full scale. */
function makeRegression(root, split, notes) {
  const rows = notes.map(({ path, pitch, samples }) => [path, `${pitch};${levelDb(samples).toFixed(2)}`]);
  writeManifest(join(root, `regression-${split}.csv`), ["path", "target"], rows);
}

/** Writes `TASK-SPLIT.csv` of both tasks and their WAV files below `root`, unless they are there. */
export async function makeData(root) {
  const stamp = join(root, "complete");
  if (existsSync(stamp)) return;
  const manifests = await prepareInstruments(join(root, "notes"));
  for (const split of SPLITS) {
    const notes = readNotes(manifests[split], root);
    makeTagging(root, split, notes);
    makeRegression(root, split, notes);
  }
  writeFileSync(stamp, "");
}
