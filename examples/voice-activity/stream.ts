// Prints when a recording has speech, chunk by chunk as a stream arrives: stream.js WEIGHTS RECORDING.
import { keep, noGrad, readAudio, readWeights, resample, scope, Tensor } from "woodshed";
import { CHUNK_SAMPLES, CONTEXT_SAMPLES, Silero, type State } from "./silero.js";

const SAMPLE_RATE_HZ = 16_000;

const [weights, recording] = process.argv.slice(2);
if (weights === undefined || recording === undefined)
  throw new Error("usage: npm run stream -- silero.pth recording.wav");
const silero = new Silero("speech");
scope(() => silero.loadStateDict(readWeights(weights).tensors, weights));
silero.eval();

const { samples, sampleRateHz } = readAudio(recording);
const wave = resample(samples, sampleRateHz, SAMPLE_RATE_HZ);
const chunk = new Float32Array(CONTEXT_SAMPLES + CHUNK_SAMPLES);
let state: State | null = null as State | null;
for (let start = 0; start < wave.length; start += CHUNK_SAMPLES) {
  chunk.copyWithin(0, CHUNK_SAMPLES); // the end of the last chunk is the context of this one
  chunk.fill(0, CONTEXT_SAMPLES);
  chunk.set(wave.subarray(start, start + CHUNK_SAMPLES), CONTEXT_SAMPLES);
  const before = state;
  const speech = noGrad(() =>
    scope(() => {
      const [output, next] = silero.stream(Tensor.from(chunk).unsqueeze(0), before);
      for (const tensor of next) keep(tensor);
      state = next;
      return output.item() as number;
    }),
  );
  for (const tensor of before ?? []) tensor.dispose();
  if (speech > 0.5) console.log(`${(start / SAMPLE_RATE_HZ).toFixed(2)} s  ${speech.toFixed(2)}`);
}
