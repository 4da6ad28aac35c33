// N = clips of a set, B = rows of a batch, E = most events of a clip, C = labels, F = frames.
import type { Clip } from "../../data/clip.js";
import type { TargetTable } from "../../data/targets.js";
import { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { upload } from "../../tensor/upload.js";
import type { TargetTensors } from "../task.js";
import { soundsIn } from "./annotations.js";

/** A point in time is an event of this length. */
const SHORTEST_SEC = 0.001;

/** An event of a clip: its label's place, and its times in the clip. */
export interface TrueEvent {
  label: number;
  onsetSec: number;
  offsetSec: number;
}

/**
 * Returns the targets of clips: `events` [N, E, 3] of label, onset and offset, `labels` [N, C] of clips without times, `strong`
 * [N], 1 for clips with events, and `times` [N, 2], which loaders fill.
 */
export function eventTargets(clips: readonly Clip[], labels: readonly string[]): TargetTable {
  const places = new Map(labels.map((label, i) => [label, i]));
  const all = clips.map(({ label }) => soundsIn(label));
  const most = Math.max(1, ...all.map((sounds) => ("events" in sounds ? sounds.events.length : 0)));
  const events = new Float64Array(clips.length * most * 3).fill(Number.NaN);
  const weak = new Float32Array(clips.length * labels.length);
  const strong = new Float32Array(clips.length);
  for (const [i, sounds] of all.entries()) {
    if ("events" in sounds) {
      strong[i] = 1;
      let at = i * most * 3;
      for (const { label, onsetSec, offsetSec } of sounds.events) {
        const place = places.get(label);
        if (place === undefined) continue;
        events.set([place, onsetSec, Math.max(offsetSec, onsetSec + SHORTEST_SEC)], at);
        at += 3;
      }
    } else
      for (const label of sounds.labels) {
        const place = places.get(label);
        if (place !== undefined) weak[i * labels.length + place] = 1;
      }
  }
  return {
    events: { values: events, shape: [most, 3], padding: Number.NaN },
    labels: { values: weak, shape: [labels.length] },
    strong: { values: strong, shape: [] },
    times: { values: new Float64Array(2 * clips.length), shape: [2], isRowTimes: true },
  };
}

/** Returns the events of a clip in targets; null for a clip without times. */
export function eventsOf({ events, strong }: TargetTable, clip: number): TrueEvent[] | null {
  if (strong!.values[clip] === 0) return null;
  const most = events!.shape[0]!;
  const values = (events!.values as Float64Array).subarray(3 * most * clip, 3 * most * (clip + 1));
  const found: TrueEvent[] = [];
  for (let i = 0; i < values.length && !Number.isNaN(values[i]!); i += 3)
    found.push({ label: values[i]!, onsetSec: values[i + 1]!, offsetSec: values[i + 2]! });
  return found;
}

/** Returns the labels of a clip without times, by their places; none for a clip with events. */
export function weakLabelsOf({ labels }: TargetTable, clip: number): number[] {
  const numLabels = labels!.shape[0]!;
  const values = labels!.values.subarray(clip * numLabels, (clip + 1) * numLabels);
  return [...values.keys()].filter((label) => values[label] === 1);
}

/**
 * Returns the part of each frame in which each label sounds [B, C, F], from 0 to 1: the events' overlap with the frame over the
 * frame's length, or over the event's if that is shorter.
 */
export function frameTargets({ events, times }: TargetTensors, numLabels: number, numFrames: number): Tensor {
  const device = events!.device;
  const counting = (count: number): Tensor =>
    upload(Tensor.from(Float64Array.from({ length: count }, (_, i) => i)), device);
  const starts = times!.narrow(1, 0, 1); // [B, 1]
  const lengths = times!.narrow(1, 1, 1).div(numFrames); // [B, 1]
  const from = starts.add(lengths.mul(counting(numFrames).unsqueeze(0))).unsqueeze(1); // [B, 1, F]
  const to = from.add(lengths.unsqueeze(1));
  const part = (i: number): Tensor => events!.narrow(2, i, 1); // [B, E, 1]
  const [label, onset, offset] = [part(0), part(1), part(2)];
  const overlap = ops.minimum(offset, to).sub(ops.maximum(onset, from)).clamp({ min: 0 }); // [B, E, F]
  const covered = overlap.div(ops.minimum(offset.sub(onset), lengths.unsqueeze(1))).clamp({ max: 1 });
  const isLabel = label.eq(counting(numLabels).reshape([1, 1, numLabels])).to("float64"); // [B, E, C]
  // Places without an event are NaN.
  const sums = isLabel.transpose(1, 2).bmm(covered.nanToNum(0)); // [B, C, F]
  return sums.clamp({ max: 1 }).to("float32");
}
