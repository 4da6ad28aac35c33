import { describe, expect, it } from "vitest";
import { dropShortEvents, eventsOf, mergeEvents } from "./events-of.js";
import { checkTrack, frameTimes, scoresByLabel, scoresOfFrames } from "./score-track.js";
import { checkEvents, type SoundEvent } from "./sound-event.js";

const { NaN: NOT_A_NUMBER, NEGATIVE_INFINITY } = Number;

function event(label: number, onsetSec: number, offsetSec: number, score?: number): SoundEvent {
  return { label, onsetSec, offsetSec, ...(score === undefined ? {} : { score }) };
}

describe("events of scores", () => {
  const times = frameTimes(5, 0.5);

  it("last from the first frame at or above the threshold to the end of the last, with the highest score", () => {
    const track = { scores: [Float32Array.of(0.25, 0.5, 0.75, 0.25, 0.5)], times };
    expect(eventsOf(track, [0.5])).toEqual([event(0, 0.5, 1.5, 0.75), event(0, 2, 2.5, 0.5)]);
    expect(eventsOf(track, [0.2])).toEqual([event(0, 0, 2.5, 0.75)]);
    expect(eventsOf(track, [0.8])).toEqual([]);
  });

  it("are sorted by onset, then by label, with a threshold for each label", () => {
    const scores = scoresByLabel(Float64Array.of(0, 0.4, 0.4, 0, 0.4, 0.6, 0, 0.9, 0.9, 0.6), 2);
    expect(eventsOf({ scores, times }, [0.3, 0.6])).toEqual([
      event(1, 0, 0.5, 0.6),
      event(0, 0.5, 1.5, 0.4),
      event(1, 1, 2.5, 0.9),
      event(0, 2, 2.5, 0.4),
    ]);
  });

  it("do not begin at a score of NaN or -Infinity", () => {
    const scores = [Float64Array.of(NOT_A_NUMBER, 1, NEGATIVE_INFINITY, NOT_A_NUMBER, 1)];
    expect(eventsOf({ scores, times }, [NEGATIVE_INFINITY])).toEqual([
      event(0, 0.5, 1, 1),
      event(0, 2, 2.5, 1),
    ]);
  });

  it("of no frames and of no labels are none", () => {
    expect(eventsOf({ scores: [new Float32Array()], times: Float64Array.of(0) }, [0.5])).toEqual([]);
    expect(eventsOf({ scores: [], times }, [])).toEqual([]);
  });

  it("need a threshold for each label", () => {
    const track = { scores: [new Float32Array(5), new Float32Array(5)], times };
    expect(() => eventsOf(track, [0.5])).toThrow("thresholds: 1 values; expected 2, one a label.");
    expect(() => eventsOf(track, [0.5, NOT_A_NUMBER])).toThrow("the value of label 1 is NaN");
  });
});

describe("scores by label", () => {
  it("are the same from both orders", () => {
    expect(scoresByLabel(Float32Array.of(1, 2, 3, 4, 5, 6), 2)).toEqual([
      Float32Array.of(1, 2, 3),
      Float32Array.of(4, 5, 6),
    ]);
    expect(scoresOfFrames(Float32Array.of(1, 4, 2, 5, 3, 6), 2)).toEqual([
      Float32Array.of(1, 2, 3),
      Float32Array.of(4, 5, 6),
    ]);
  });
});

describe("short events", () => {
  it("are dropped by the length of their label, in spite of rounding", () => {
    const events = [event(0, 0.1, 0.4), event(0, 0, 0.2), event(1, 0, 0.2)];
    expect(0.4 - 0.1).toBeGreaterThan(0.3);
    expect(1.1 - 0.8).toBeGreaterThan(0.3);
    expect(0.3 - 0.1).toBeLessThan(0.2);
    expect(dropShortEvents([...events, event(1, 0.1, 0.3)], [0.3, 0.2])).toEqual([
      event(0, 0.1, 0.4),
      event(1, 0, 0.2),
      event(1, 0.1, 0.3),
    ]);
  });
});

describe("merged events", () => {
  it("are those of one label at most a gap apart, with the highest score", () => {
    const events = [
      event(0, 3, 4, 0.5),
      event(0, 1, 2, 0.9),
      event(1, 2.1, 2.2, 0.7),
      event(0, 2.25, 2.5, 0.6),
    ];
    expect(mergeEvents(events, [0.25, 0.25])).toEqual([
      event(0, 1, 2.5, 0.9),
      event(1, 2.1, 2.2, 0.7),
      event(0, 3, 4, 0.5),
    ]);
    expect(mergeEvents(events, [0.5, 0])).toEqual([event(0, 1, 4, 0.9), event(1, 2.1, 2.2, 0.7)]);
    expect(events[1]).toEqual(event(0, 1, 2, 0.9));
  });

  it("with a gap of 0 are those that touch, overlap or contain others", () => {
    const events = [event(0, 0, 1), event(0, 1, 2), event(0, 3, 6), event(0, 4, 5), event(0, 5.5, 7)];
    expect(mergeEvents(events, [0])).toEqual([event(0, 0, 2), event(0, 3, 7)]);
  });
});

describe("malformed input", () => {
  it("names the event", () => {
    const check = (...events: SoundEvent[]) => checkEvents([event(0, 0, 1), ...events], 2, "a.wav");
    expect(() => check(event(1, 2, 2))).not.toThrow();
    expect(() => check(event(2, 0, 1))).toThrow(
      "a.wav: event 2 of 2 has label 2; expected an index from 0 to 1.",
    );
    expect(() => check(event(0.5, 0, 1))).toThrow("has label 0.5");
    expect(() => check(event(0, -0.1, 1))).toThrow("has onset -0.1 s");
    expect(() => check(event(0, NOT_A_NUMBER, 1))).toThrow("has onset NaN s");
    expect(() => check(event(0, 2, 1))).toThrow("lasts from 2 s to 1 s");
    expect(() => check(event(0, 2, NOT_A_NUMBER))).toThrow("lasts from 2 s to NaN s");
    expect(() => check(event(0, 2, Number.POSITIVE_INFINITY))).toThrow("lasts from 2 s to Infinity s");
  });

  it("names the shape and the time of a track", () => {
    const scores = [new Float32Array(2), new Float32Array(2)];
    const check = (...times: number[]) => checkTrack({ scores, times: Float64Array.from(times) }, 2, "a.wav");
    expect(() => check(0, 1, 2)).not.toThrow();
    expect(() => check(0, 1)).toThrow("a.wav: 2 scores of label 0 and 2 times; expected one time more");
    expect(() => check(0, 1, 1)).toThrow("a.wav: time 2 of the frames is 1 s");
    expect(() => check(-1, 0, 1)).toThrow("time 0 of the frames is -1 s");
    expect(() => check(0, NOT_A_NUMBER, 1)).toThrow("time 1 of the frames is NaN s");
    expect(() => check(0, 1, Number.POSITIVE_INFINITY)).toThrow("time 2 of the frames is Infinity s");
    expect(() => checkTrack({ scores, times: frameTimes(2, 1) }, 3, "a.wav")).toThrow(
      "a.wav: scores of 2 labels; expected 3",
    );
  });
});
