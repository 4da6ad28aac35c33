import { describe, expect, it } from "vitest";
import { randomFloat } from "../../data/random.js";
import { frameTimes } from "../../events/score-track.js";
import { CountLayout } from "./count-layout.js";
import { eventsIn, untilEnd } from "./events.js";
import { encodeLevels, eventsInLevels } from "./level-trace.js";

const LABELS = ["a", "b", "c"];
const NUM_FRAMES = 300;

describe.each([9, 49, 300])("levels of %i thresholds", (num_thresholds) => {
  const layout = new CountLayout(LABELS.length, {
    ...{ num_thresholds, median_sec: [0, 0.2, 0.5], min_sec: [0, 0.15], collar_sec: 0.2 },
  });
  // Scores that reach thresholds exactly are among them, and one that is not a number.
  const scores = LABELS.map((_, label) =>
    Float32Array.from({ length: NUM_FRAMES }, (__, frame) => {
      if (frame === 100) return Number.NaN;
      const random = randomFloat(3, label, frame);
      return frame % 5 === 0 ? layout.thresholds[Math.floor(random * num_thresholds)]! : random;
    }),
  );
  const [frameSec, durationSec] = [0.04, NUM_FRAMES * 0.04 - 0.05];
  const track = untilEnd({ scores, times: frameTimes(NUM_FRAMES, frameSec) }, durationSec);
  const bytes = encodeLevels(track, frameSec, durationSec, layout);

  it.each([0, 1, 2])("have the events of the scores at any rules, median filter %i", (median) => {
    for (const level of layout.thresholds.keys()) {
      const places = LABELS.map((_, label) => (level + 3 * label) % num_thresholds);
      const rules = {
        labels: LABELS,
        thresholds: places.map((place) => layout.thresholds[place]!),
        medianSec: LABELS.map((_, label) => layout.medianSec[(median + label) % 3]!),
        minSec: LABELS.map((_, label) => layout.minSec[label % 2]!),
      };
      const times = ({ label, onsetSec, offsetSec }: ReturnType<typeof eventsIn>[number]) => ({
        ...{ label, onsetSec, offsetSec },
      });
      expect(eventsInLevels(bytes, layout, rules).map(times)).toEqual(eventsIn(track, rules).map(times));
    }
  });

  it("take a byte each, or two", () => {
    const numFrames = track.scores[0]!.length;
    expect(bytes).toHaveLength(16 + LABELS.length * numFrames * (num_thresholds < 256 ? 1 : 2));
  });
});
