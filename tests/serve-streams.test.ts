// `woodshed serve`: streams of several clients at once beside files, with the model in its thread.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { openAudio } from "../src/audio/open.js";
import { memorySource } from "../src/audio/source.js";
import { Stretch } from "../src/audio/stretch.js";
import { encodeWav16 } from "../src/audio/wav.js";
import { randomFloat } from "../src/data/random.js";
import { restoreModel } from "../src/inference/restore.js";
import { sampleFormatOf } from "../src/inference/sample-format.js";
import { timelineModel } from "../src/inference/timeline/model-timelines.js";
import { packageRoot } from "../src/package-root.js";
import { type Access, PredictionServer } from "../src/serving/server.js";
import { docFiles } from "./support/doc-files.js";

const path = join(packageRoot, "tests/fixtures/checkpoint-v1");
const overrides = ["training.precision=fp32"];
const model = restoreModel(path, overrides);
const log: Access[] = [];
let server: PredictionServer;
beforeAll(async () => {
  server = await PredictionServer.start({
    ...{ path, overrides, host: "127.0.0.1", port: 0, maxBatch: 32, numDecoders: 1 },
    limits: { maxBytes: 1e6, maxSeconds: 5, timeoutMs: 120_000, maxPending: 64 },
    // Little, so that connections are paused and resumed.
    streams: { hopSec: 0.1, maxWaitingBytes: 4000 },
    onAccess: (entry) => log.push(entry),
  });
});
afterAll(() => server.close(1000));

interface Source {
  rateHz: number;
  numChannels: number;
  format: "s16le" | "f32le";
  /** Bytes of a message. */
  partBytes: number;
}

const SEC = 2.06;

/** Interleaved 16-bit samples. */
function recording({ rateHz, numChannels }: Source): Int16Array {
  return Int16Array.from({ length: Math.round(SEC * rateHz) * numChannels }, (_, i) => {
    const sec = Math.floor(i / numChannels) / rateHz;
    return (
      8000 * (Math.sin(2 * Math.PI * (300 + 900 * Math.floor(sec)) * sec) + randomFloat(i % numChannels, i))
    );
  });
}

/** The scores of a WAV file of these samples. */
function scoresOfFile({ rateHz, numChannels }: Source, samples: Int16Array): number[] {
  const planar = Array.from({ length: numChannels }, (_, c) =>
    Float32Array.from(
      { length: samples.length / numChannels },
      (_, i) => samples[i * numChannels + c]! / 32_768,
    ),
  );
  const wav = encodeWav16(planar[0]!, rateHz);
  // The header of a WAV file with this many channels.
  const bytes = Buffer.concat([Buffer.from(wav.subarray(0, 44)), Buffer.from(samples.buffer)]);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.writeUInt16LE(numChannels, 22);
  bytes.writeUInt32LE(2 * numChannels * rateHz, 28);
  bytes.writeUInt16LE(2 * numChannels, 32);
  bytes.writeUInt32LE(bytes.length - 44, 40);
  const stretch = new Stretch(openAudio(memorySource(bytes), "a.wav"), sampleFormatOf(model.config));
  const timeline = timelineModel(model, { hopSec: 0.1 }).start();
  return [timeline.push(stretch.read(0, stretch.numSamples)), timeline.end()].flatMap(({ scores }) => [
    ...scores,
  ]);
}

it("scores streams as files, whatever else is computed", async () => {
  const sources: Source[] = [
    { rateHz: 16_000, numChannels: 1, format: "s16le", partBytes: 640 },
    { rateHz: 16_000, numChannels: 1, format: "f32le", partBytes: 400_000 },
    { rateHz: 44_100, numChannels: 2, format: "s16le", partBytes: 4 * 441 },
    { rateHz: 8000, numChannels: 1, format: "s16le", partBytes: 2 * 4001 },
  ];
  const predicted = fetch(`${server.url}/predict`, {
    method: "POST",
    body: encodeWav16(new Float32Array(16_000).fill(0.1), 16_000),
  });
  await Promise.all(
    sources.map(async (source) => {
      const samples = recording(source);
      const { rateHz, numChannels, format, partBytes } = source;
      const socket = new WebSocket(
        `${server.url.replace("http", "ws")}/stream?rate=${rateHz}&format=${format}&channels=${numChannels}`,
      );
      // biome-ignore lint/suspicious/noExplicitAny: whatever JSON came
      const messages: any[] = [];
      socket.on("message", (data) => messages.push(JSON.parse(String(data))));
      await once(socket, "open");
      const values = format === "s16le" ? samples : Float32Array.from(samples, (value) => value / 32_768);
      const bytes = Buffer.from(values.buffer);
      for (let at = 0; at < bytes.length; at += partBytes) socket.send(bytes.subarray(at, at + partBytes));
      socket.send("end");
      await once(socket, "close");
      const frames = messages.flatMap((message) => message.frames ?? []);
      const scores: number[] = frames.flatMap((frame) => frame.scores);
      const expected = scoresOfFile(source, samples);
      expect(scores.length).toBe(expected.length);
      expect(Math.max(...scores.map((score, i) => Math.abs(score - expected[i]!)))).toBeLessThan(1e-5);
      expect(messages[0]).toMatchObject({ type: "open", hop_sec: 0.1 });
      expect(frames.at(-1).end_sec).toBe(SEC);
      expect(messages.at(-1)).toEqual({ type: "end", duration_sec: SEC });
    }),
  );
  expect((await predicted).status).toBe(200);
  await vi.waitFor(() => expect(log.filter((entry) => entry.path === "/stream")).toHaveLength(4));
  for (const entry of log.filter((one) => one.path === "/stream"))
    expect(entry).toMatchObject({ method: "GET", status: 101, seconds: SEC });
});

it("answers the program of the documentation", async () => {
  // In the package, where `ws` is found.
  const folder = mkdtempSync(join(packageRoot, "build", "stream-docs-"));
  try {
    writeFileSync(join(folder, "client.mjs"), docFiles("docs/detection.md").get("stream-file.ts")!);
    // The model's probability of this tone is 0.61.
    const tone = Int16Array.from({ length: 16_000 }, (_, i) => 9000 * Math.sin(i / 5));
    writeFileSync(join(folder, "sound.raw"), tone);
    const client = spawn(process.execPath, ["client.mjs", new URL(server.url).port], { cwd: folder });
    const [output, [code]] = await Promise.all([text(client.stdout), once(client, "exit")]);
    expect({ code, output }).toEqual({ code: 0, output: "mid 0 1\n" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("tells what /stream is, and refuses pages of other sites", async () => {
  const plain = await fetch(`${server.url}/stream?rate=16000`);
  expect(plain.status).toBe(426);
  expect(await plain.json()).toMatchObject({ error: { code: "UPGRADE" } });
  const health = await (await fetch(`${server.url}/health`)).json();
  expect(health).toMatchObject({ streams: 0, max_streams: 64 });
  const page = new WebSocket(`${server.url.replace("http", "ws")}/stream?rate=16000`, {
    origin: "http://a.example",
  });
  const [, response] = await once(page, "unexpected-response");
  expect(response.statusCode).toBe(403);
  const [data] = await once(response, "data");
  expect(JSON.parse(String(data)).error).toMatchObject({ code: "ORIGIN" });
  page.on("error", () => {}).terminate();
});

it("answers requests that offer another protocol, with their bodies, in this one", async () => {
  const body = Buffer.from(encodeWav16(new Float32Array(40_000).fill(0.1), 16_000));
  const { port, hostname } = new URL(server.url);
  for (const target of ["POST /predict", "GET /health", "GET /nothing"]) {
    const socket = connect(Number(port), hostname);
    const offer = target.startsWith("GET /n") ? "websocket" : "h2c";
    const head = `${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: ${offer}\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n`;
    const isPost = target.startsWith("POST");
    socket.write(isPost ? `${head}Content-Length: ${body.length}\r\n\r\n` : `${head}\r\n`);
    if (isPost) {
      socket.write(body.subarray(0, 1000));
      // The rest comes after the connection was handed over.
      setTimeout(() => socket.write(body.subarray(1000)), 50);
    }
    const [data] = await once(socket, "data");
    expect(String(data).split("\r\n")[0]).toBe(`HTTP/1.1 ${offer === "h2c" ? "200 OK" : "404 Not Found"}`);
    socket.destroy();
  }
});
