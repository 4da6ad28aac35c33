/** A run on a folder of FLAC and MP3 files, and predictions of both by the command line and over HTTP. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import { PredictionServer } from "../src/serving/server.js";
import { type RunResult, runTraining } from "../src/train/run.js";
import { runCli } from "./support/cli.js";
import { startOracle } from "./support/oracle.js";
import { numbersOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const oracle = startOracle();
const folder = mkdtempSync(join(tmpdir(), "woodshed-encoded-"));
const tones = makeTones(8);
afterAll(() => {
  for (const one of [folder, tones]) rmSync(one, { recursive: true });
});

const copies = join(folder, "copies");
let run: RunResult;
beforeAll(async () => {
  // Every second recording becomes an MP3, the others FLAC. The copies are WAV files of what soundfile reads from them.
  await oracle.run(
    `
    import soundfile as sf, pathlib
    for i, path in enumerate(sorted(pathlib.Path(tones).rglob("*.wav"))):
        samples, rate = sf.read(path, dtype="int16")
        encoded = path.with_suffix(".mp3" if i % 2 else ".flac")
        sf.write(encoded, samples, rate)
        path.unlink()
        copy = pathlib.Path(copies) / path.parent.name / path.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        sf.write(copy, sf.read(encoded, dtype="float32")[0], rate, subtype="FLOAT")
    `,
    { tones, copies },
  );
  run = await train(tones);
});

function train(data: string): Promise<RunResult> {
  const overrides = [...toneOverrides(data, folder), "training.epochs=2"];
  return runTraining(loadConfig("recipes/folder.yaml", overrides), {}, new AbortController().signal);
}

function lossesOf({ folder: path }: RunResult): [number, number][] {
  return numbersOf(path).find(([name]) => name === "train/loss")![1];
}

interface Predicted {
  path: string;
  label: string;
  probabilities: Record<string, number>;
}

async function predict(...paths: string[]): Promise<Predicted[]> {
  const { code, stdout, stderr } = await runCli("predict", run.folder, ...paths, "--json");
  expect([code, stderr]).toEqual([0, ""]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Predicted);
}

const filesOf = (label: string, ending: string): string[] =>
  readdirSync(join(tones, label))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(tones, label, name));

it("trains on a folder of FLAC and MP3 files as on WAV files with the same samples", async () => {
  expect(readdirSync(join(tones, "low")).some((name) => name.endsWith(".wav"))).toBe(false);
  const [encoded, plain] = [lossesOf(run), lossesOf(await train(copies))];
  expect(encoded.map(([step]) => step)).toEqual(plain.map(([step]) => step));
  // MP3 decoders add in another order after a seek: samples differ by up to 1e-6.
  for (const [i, [, loss]] of encoded.entries()) expect(Math.abs(loss - plain[i]![1])).toBeLessThan(1e-3);
});

it("predicts a FLAC as the WAV with the same samples, to the bit", async () => {
  const flac = filesOf("mid", ".flac")[0]!;
  const wav = join(copies, "mid", basename(flac).replace(".flac", ".wav"));
  const [a, b] = await predict(flac, wav);
  expect(a).toEqual({ ...b, path: flac });
});

it("answers an MP3 over HTTP as predict does", async () => {
  const mp3 = filesOf("high", ".mp3")[0]!;
  const [expected] = await predict(mp3);
  const limits = { maxBytes: 1e6, maxSeconds: 5, timeoutMs: 120_000, maxPending: 4 };
  const options = { path: run.folder, host: "127.0.0.1", port: 0, limits, maxBatch: 1, numDecoders: 1 };
  const server = await PredictionServer.start(options);
  try {
    const response = await fetch(`${server.url}/predict`, { method: "POST", body: readFileSync(mp3) });
    expect(response.status).toBe(200);
    const { label, probabilities } = expected!;
    expect(await response.json()).toMatchObject({ label, probabilities });
  } finally {
    await server.close(1000);
  }
});
