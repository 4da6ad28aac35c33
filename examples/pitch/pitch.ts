// Prints the pitch of a recording every 10 ms: pitch.js WEIGHTS RECORDING.
import { noGrad, readAudio, readWeights, resample, scope, Tensor } from "woodshed";
import { Crepe } from "./crepe.js";
import { Frames } from "./frames.js";

const SAMPLE_RATE_HZ = 16_000;
const HOP_SAMPLES = 160;
/** Cents above 10 Hz of the first pitch, and from one to the next. */
const [FIRST_CENTS, CENTS] = [1997.3794084376191, 20];

/** The mean of the pitches around the likeliest one, by their probabilities. */
function hertzOf(probabilities: readonly number[]): { hz: number; confidence: number } {
  const confidence = Math.max(...probabilities);
  const best = probabilities.indexOf(confidence);
  let [sum, weight] = [0, 0];
  for (let i = Math.max(0, best - 4); i <= Math.min(probabilities.length - 1, best + 4); i++) {
    sum += probabilities[i]! * (FIRST_CENTS + CENTS * i);
    weight += probabilities[i]!;
  }
  return { hz: 10 * 2 ** (sum / weight / 1200), confidence };
}

const [weights, recording] = process.argv.slice(2);
if (weights === undefined || recording === undefined)
  throw new Error("usage: npm run pitch -- tiny.pth recording.wav");
const { samples, sampleRateHz } = readAudio(recording);
const crepe = new Crepe("tiny", "pitches");
scope(() => crepe.loadStateDict(readWeights(weights).tensors, weights));
crepe.eval();

const frames = noGrad(() =>
  scope(() => {
    const wave = Tensor.from(resample(samples, sampleRateHz, SAMPLE_RATE_HZ)).unsqueeze(0); // [1, T]
    const { frames } = crepe.forward(new Frames(HOP_SAMPLES).forward(wave));
    return frames!.squeeze(0).t().toNested() as number[][]; // [F, 360]
  }),
);
for (const [i, probabilities] of frames.entries()) {
  const { hz, confidence } = hertzOf(probabilities);
  console.log(
    `${((i * HOP_SAMPLES) / SAMPLE_RATE_HZ).toFixed(2)} s  ${hz.toFixed(1)} Hz  ${confidence.toFixed(2)}`,
  );
}
