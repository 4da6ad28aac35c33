import { execFileSync, spawn } from "node:child_process";
import { closeSync, fstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withAudio } from "./open.js";
import { spoolPipe } from "./pipe.js";
import { decodeWav, encodeWav16, readWav } from "./wav.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-pipe-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const samples = Float32Array.from({ length: 200_000 }, (_, i) => Math.round(100 * Math.sin(i)) / 32_768);
const wav = Buffer.from(encodeWav16(samples, 8000));
const { samples: decoded } = decodeWav(wav, "a file");
let numPipes = 0;

/** Creates a named pipe that a separate process writes the bytes to. */
function pipeOf(bytes: Uint8Array): string {
  const path = join(folder, `${numPipes++}`);
  writeFileSync(`${path}.bytes`, bytes);
  execFileSync("mkfifo", [`${path}.wav`]);
  spawn("sh", ["-c", 'cat "$0.bytes" > "$0.wav"', path], { stdio: "ignore" });
  return `${path}.wav`;
}

const leftovers = () =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`woodshed-pipe-${process.pid}-`));

describe.skipIf(process.platform === "win32")("a pipe", () => {
  it("is read to its end and equals the same bytes in a file", () => {
    const stored = withAudio(pipeOf(wav), { allowPipe: true }, (file) => file.read(0, file.numFrames));
    expect(Buffer.from(stored.buffer).equals(Buffer.from(decoded.buffer))).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  it("whose header states no length is measured without a warning", () => {
    const streamed = Buffer.from(wav);
    streamed.writeUInt32LE(0x7ffff000, 40);
    withAudio(pipeOf(streamed), { allowPipe: true }, (file) => {
      expect(file.numFrames).toBe(samples.length);
      expect(file.warning).toBeNull();
    });
  });

  it("larger than the limit is refused, with its path", () => {
    const path = pipeOf(wav);
    expect(() => spoolPipe(path, 300_000)).toThrow(
      `${path}: a pipe of more than 300000 bytes, the most that is read from one`,
    );
  });

  it("that is not WAV is not read to its end", () => {
    const file = spoolPipe("/dev/zero");
    expect(fstatSync(file).size).toBeLessThan(1e6);
    closeSync(file);
    expect(() => withAudio("/dev/zero", { allowPipe: true }, () => {})).toThrow(
      /^\/dev\/zero: expected audio/,
    );
  });

  it("is refused where a file is required, without waiting for a writer", () => {
    const path = join(folder, "nobody.wav");
    execFileSync("mkfifo", [path]);
    expect(() => readWav(path)).toThrow(
      `${path}: a pipe, which can be read only once, expected an audio file`,
    );
  });
});
