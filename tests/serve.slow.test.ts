import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { resample } from "../src/audio/resample.js";
import { Stretch } from "../src/audio/stretch.js";
import { encodeWav16, readWav } from "../src/audio/wav.js";
import { checksumOfFile } from "../src/checkpoint/checksum.js";
import { CheckpointReader, findCheckpoint, MANIFEST_FILE } from "../src/checkpoint/index.js";
import { loadConfig } from "../src/config/load.js";
import { randomFloat } from "../src/data/random.js";
import { predictFile, predictSamples } from "../src/inference/predict.js";
import { type RestoredModel, restoreModel } from "../src/inference/restore.js";
import { packageRoot } from "../src/package-root.js";
import {
  type Access,
  PredictionServer,
  type RequestLimits,
  type ServeOptions,
} from "../src/serving/server.js";
import { runTraining } from "../src/train/run.js";
import { findChromium, NO_CHROMIUM, openPage } from "./support/browser.js";
import { runCli, runCliWith, startCli } from "./support/cli.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-serve-"));
const tones = makeTones(12);
let run: string;
beforeAll(async () => {
  const overrides = [...toneOverrides(tones, folder), "training.epochs=2"];
  const loaded = loadConfig(join(packageRoot, "recipes/folder.yaml"), overrides);
  run = (await runTraining(loaded, {}, new AbortController().signal)).folder;
});
afterAll(() => {
  for (const one of [folder, tones]) rmSync(one, { recursive: true, force: true });
});

const agent = new Agent({ keepAlive: true });
/** Requests of one test. */
const log: Access[] = [];
/** One for all tests that change no options: a start takes half a second of CPU time. */
let common: PredictionServer | undefined;
/** The server of one test. */
let own: PredictionServer | undefined;
beforeEach(() => {
  log.length = 0;
});
afterEach(async () => {
  await own?.close(1000);
  own = undefined;
});
afterAll(() => common?.close(1000));

type Changed = Partial<Omit<ServeOptions, "limits">> & { limits?: Partial<RequestLimits> };

const open = ({ limits, ...options }: Changed): Promise<PredictionServer> =>
  PredictionServer.start({
    path: run,
    host: "127.0.0.1",
    port: 0,
    limits: { maxBytes: 1e6, maxSeconds: 5, timeoutMs: 120_000, maxPending: 64, ...limits },
    maxBatch: 32,
    numDecoders: 2,
    onAccess: (entry) => log.push(entry),
    ...options,
  });

/** Returns the address of the common server. */
async function started(): Promise<string> {
  common ??= await open({});
  return common.url;
}

/** Starts a server for one test; returns its address. */
async function startOwn(options: Changed = {}): Promise<string> {
  own = await open(options);
  return own.url;
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON came
  body: any;
}

function ask(
  url: string,
  body?: Uint8Array | string,
  {
    method = body === undefined ? "GET" : "POST",
    headers = {},
  }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => {
        const isJson = response.headers["content-type"] === "application/json" && text !== "";
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          body: isJson ? JSON.parse(text) : text,
        });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Sends raw bytes, with pauses between them; resolves to the answer when the connection closes. */
async function raw(url: string, parts: readonly (string | Uint8Array)[], everyMs = 0): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let answer = "";
  socket.on("data", (text) => {
    answer += text;
  });
  // The server may close the connection while this side still sends.
  socket.on("error", () => {});
  const closed = new Promise((resolve) => socket.once("close", resolve));
  for (const part of parts) {
    if (answer !== "" || socket.destroyed || socket.writableEnded) break;
    socket.write(part);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  await closed;
  return answer;
}

function wav(index: number, seconds = 0.25, rate = 16_000): Buffer {
  const samples = Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, i) =>
      0.5 * Math.sin((2 * Math.PI * 200 * (index + 1) * i) / rate) + 0.2 * (randomFloat(index, i) - 0.5),
  );
  return Buffer.from(encodeWav16(samples, rate));
}

/** Returns the first line that a command prints. */
async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  let text = "";
  while (!text.includes("\n")) text += String(((await once(stdout!, "data")) as [Buffer])[0]);
  return text.slice(0, text.indexOf("\n"));
}

/** The model of the run, restored once. */
let restored: RestoredModel | undefined;

/** Returns the outputs of `predict` for a recording. */
function predicted(bytes: Uint8Array): number[] {
  const path = join(folder, "asked.wav");
  writeFileSync(path, bytes);
  restored ??= restoreModel(run);
  return predictFile(restored, path).outputs;
}

test("a file read window by window has the same prediction as the whole file, to the bit", () => {
  const path = join(folder, "long.wav");
  // More windows than are computed at once, and a shorter last one.
  writeFileSync(path, wav(1, 33.21, 44_100));
  const model = restoreModel(run);
  const whole = resample(readWav(path).samples, 44_100, 16_000);
  const read = vi.spyOn(Stretch.prototype, "read");
  expect(predictFile(model, path).outputs).toEqual([...predictSamples(model, whole).outputs]);
  // 64 windows of 0.25 s: memory does not grow with the file.
  expect(read.mock.calls.length).toBe(3);
  for (const [, count] of read.mock.calls) expect(count).toBeLessThanOrEqual(64 * 4000);
  read.mockRestore();
});

describe("good recordings", () => {
  test("get the labels and probabilities of predict, to the bit", async () => {
    const url = await started();
    const lengths: [number, number][] = [
      [0.25, 16_000],
      [0.1, 16_000],
      [1.3, 16_000],
      [0.25, 44_100],
    ];
    for (const [i, [seconds, rate]] of lengths.entries()) {
      const bytes = wav(i, seconds, rate);
      const { status, body } = await ask(`${url}/predict`, bytes);
      expect(status).toBe(200);
      expect(Object.keys(body.probabilities)).toEqual(["high", "low", "mid"]);
      expect(Object.values(body.probabilities)).toEqual(predicted(bytes));
      expect(body.duration_sec).toBe(seconds);
      expect(body.probabilities[body.label]).toBe(Math.max(...predicted(bytes)));
    }
    expect(log.map(({ method, path, status, seconds }) => [method, path, status, seconds])).toEqual(
      lengths.map(([seconds]) => ["POST", "/predict", 200, seconds]),
    );
  });

  test("are accepted as a form upload", async () => {
    const url = await started();
    const bytes = wav(3);
    const form = new FormData();
    form.append("file", new Blob([new Uint8Array(bytes)], { type: "audio/wav" }), "note.wav");
    const response = await fetch(`${url}/predict`, { method: "POST", body: form });
    const { probabilities } = (await response.json()) as { probabilities: Record<string, number> };
    expect(Object.values(probabilities)).toEqual(predicted(bytes));
  });

  test.each([
    // A batch of another size adds in another order inside libtorch, by kernels that depend on the CPU: fp32's rounding
    // of sums of 144 terms in two layers.
    [32, 1e-5],
    [1, 0],
  ])("forty at a time, %i together, are those of predict within %d", async (maxBatch, tolerance) => {
    const url = await startOwn({ maxBatch });
    const recordings = Array.from({ length: 40 }, (_, i) => wav(i, i % 5 === 0 ? 0.7 : 0.25));
    const answers = await Promise.all(recordings.map((bytes) => ask(`${url}/predict`, bytes)));
    for (const [i, { status, body }] of answers.entries()) {
      expect(status).toBe(200);
      const expected = predicted(recordings[i]!);
      for (const [j, value] of Object.values<number>(body.probabilities).entries()) {
        expect(Math.abs(value - expected[j]!)).toBeLessThanOrEqual(tolerance);
      }
    }
  });
});

test("a client that asks for values gets rows to draw, the most probable label first", async () => {
  const url = await started();
  const bytes = wav(2);
  const { body: plain } = await ask(`${url}/predict`, bytes);
  expect(Object.keys(plain)).toEqual(["label", "probabilities", "duration_sec"]);
  const { body } = await ask(`${url}/predict?values`, bytes);
  const { values, ...rest } = body;
  expect(rest).toEqual(plain);
  const ranked = Object.entries<number>(plain.probabilities).sort(([, a], [, b]) => b - a);
  expect(values).toEqual(
    ranked.map(([name, value], i) => ({
      ...{ name, value, share: value, is_chosen: i === 0 },
      text: `${(100 * value).toFixed(1)}%`,
    })),
  );
});

const chromium = findChromium();
if (chromium === null) console.warn(NO_CHROMIUM);
test.skipIf(chromium === null)("the page draws the answer to a file", async () => {
  const url = await startOwn();
  const { page, close } = await openPage(chromium!);
  try {
    await page.goto(url);
    const about = () => page.evaluate(`document.getElementById("about").textContent`);
    await expect.poll(about).toBe("3 labels, 16000 Hz, clips of 0.25 s");
    const bytes = readFileSync(join(tones, "mid/3.wav"));
    const rows = await page.evaluate<string[][]>(`(async () => {
      const bytes = Uint8Array.from(atob("${bytes.toString("base64")}"), (letter) => letter.charCodeAt(0));
      const chosen = new DataTransfer();
      chosen.items.add(new File([bytes], "note.wav"));
      const input = document.getElementById("file");
      input.files = chosen.files;
      input.dispatchEvent(new Event("change"));
      const table = document.getElementById("values");
      while (table.rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      return [...table.rows].map((row) => [
        row.className, row.cells[0].textContent, row.cells[1].firstChild.style.width, row.cells[2].textContent,
      ]);
    })()`);
    const { body } = await ask(`${url}/predict?values`, bytes);
    expect(rows.map(([className, name, , text]) => [className, name, text])).toEqual(
      // biome-ignore lint/suspicious/noExplicitAny: JSON
      body.values.map(({ name, text, is_chosen }: any) => [is_chosen ? "chosen" : "", name, text]),
    );
    for (const [i, [, , width]] of rows.entries())
      expect(Number.parseFloat(width!)).toBeCloseTo(100 * body.values[i].share, 2);
  } finally {
    await close();
  }
});

test("a prediction of NaN is refused with the name of the file, by predict and by serve", async () => {
  const damaged = mkdtempSync(join(folder, "damaged-"));
  const { folder: source, weightsFile } = new CheckpointReader(findCheckpoint(run));
  cpSync(source, damaged, { recursive: true });
  const weights = readFileSync(join(source, weightsFile));
  weights.writeFloatLE(Number.NaN, weights.length - 4);
  writeFileSync(join(damaged, weightsFile), weights);
  const manifest = JSON.parse(readFileSync(join(source, MANIFEST_FILE), "utf8"));
  manifest.files[weightsFile].crc32 = checksumOfFile(join(damaged, weightsFile));
  writeFileSync(join(damaged, MANIFEST_FILE), JSON.stringify(manifest));

  const path = join(folder, "whole.wav");
  writeFileSync(path, wav(0));
  const reason = "the model's prediction is not finite (NaN)";
  expect(() => predictFile(restoreModel(damaged), path)).toThrow(`${path}: ${reason}`);
  const url = await startOwn({ path: damaged });
  const { status, body } = await ask(`${url}/predict`, wav(0));
  expect([status, body.error.code]).toEqual([422, "NOT_FINITE"]);
  expect(body.error.message).toContain(`upload: ${reason}`);
});

describe("bad recordings are refused with the reason", () => {
  const whole = wav(0);
  const avi = Buffer.from("RIFF\x24\0\0\0AVI LIST", "latin1");
  const noNumbers = Buffer.from(whole);
  noNumbers.writeUInt16LE(3, 20);
  noNumbers.writeUInt16LE(4, 32);
  noNumbers.writeUInt16LE(32, 34);
  const huge = Buffer.from(noNumbers);
  noNumbers.fill(0xff, 44);
  huge.fill(0, 44);
  huge.writeFloatLE(1e29, 444);

  test.each([
    ["nothing", "", 400, /the body is empty/],
    ["a letter", "x", 415, /expected audio/],
    ["text", "hello", 415, /expected audio/],
    ["another format", avi, 415, /this is AVI; convert it \(ffmpeg -i in out\.wav\)/],
    [
      "a truncated one",
      whole.subarray(0, 500),
      422,
      /truncated: the header promises 8000 bytes of audio, the file has 456/,
    ],
    ["a header alone", whole.subarray(0, 30), 422, /truncated/],
    ["no numbers", noNumbers, 422, /^upload: holds samples that are not finite/],
    ["a huge number", huge, 422, /^upload: holds a sample of 1\.0e\+29/],
    ["too long", wav(0, 5.5), 413, /5\.5 s of audio, the limit is 5 s/],
    ["an absurd rate", wav(0, 0.01, 399_989), 422, /sample rate of 399989 Hz is not accepted/],
    ["too large", Buffer.alloc(1_000_001), 413, /larger than the limit of 1 MB/],
  ])("%s", async (_, bytes, status, message) => {
    const url = await started();
    const answer = await ask(`${url}/predict`, bytes);
    expect([answer.status, answer.body.error.message]).toEqual([status, expect.stringMatching(message)]);
    // The next request is served.
    expect((await ask(`${url}/predict`, whole)).status).toBe(200);
    expect(log.map(({ status }) => status)).toEqual([status, 200]);
    expect(log[0]!.error).toBe(answer.body.error.code);
  });

  test("unknown paths, methods and encodings are refused", async () => {
    const url = await started();
    expect(await ask(`${url}/nothing`)).toMatchObject({
      status: 404,
      body: { error: { message: "/nothing: not found; the paths are /, /health, /predict, /stream" } },
    });
    expect(await ask(`${url}/predict`)).toMatchObject({ status: 405, headers: { allow: "POST" } });
    expect(await ask(`${url}/health`, "x")).toMatchObject({ status: 405, headers: { allow: "GET" } });
    const gzip = { headers: { "content-encoding": "gzip" } };
    expect(await ask(`${url}/predict`, "x", gzip)).toMatchObject({
      status: 415,
      body: { error: { code: "ENCODING" } },
    });
  });

  test("a huge body is refused by its header, before a byte of it is sent", async () => {
    const url = await started();
    const answer = await raw(url, [
      "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000000\r\nExpect: 100-continue\r\n\r\n",
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).not.toContain("100 Continue");
  });

  test("a body without a length is cut at the limit", async () => {
    const url = await started();
    const chunk = Buffer.alloc(100_000);
    // Far more than the sockets' buffers hold: the answer must arrive while the client still sends.
    const parts = Array.from({ length: 400 }, () => [
      `${chunk.length.toString(16)}\r\n`,
      chunk,
      "\r\n",
    ]).flat();
    const answer = await raw(url, [
      "POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
      ...parts,
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect((await ask(`${url}/health`)).body.pending).toBe(0);
  });

  test("bytes that are not HTTP are refused", async () => {
    const url = await started();
    expect(await raw(url, ["\x16\x03\x01\r\n\r\n"])).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*this is not an HTTP request/,
    );
    expect(log).toEqual([expect.objectContaining({ status: 400 })]);
  });

  test("headers and bodies arriving byte by byte time out, and others are served meanwhile", async () => {
    const url = await startOwn({ limits: { timeoutMs: 3000 } });
    const many = (text: string): string[] => Array<string>(1000).fill(text);
    const slow = [
      raw(url, ["POST /predict HTTP/1.1\r\n", ...many("X-A: b\r\n")], 100),
      raw(url, ["POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 8044\r\n\r\n", ...many("x")], 100),
    ];
    expect((await ask(`${url}/predict`, whole)).status).toBe(200);
    for (const answer of slow)
      expect(await answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*was not complete after 3 s/);
    const timeouts = () => log.filter(({ status, error }) => status === 408 && error === "TIMEOUT").length;
    await expect.poll(timeouts).toBe(2);
    expect((await ask(`${url}/health`)).body.pending).toBe(0);
  });

  test("an upload that the client aborts is dropped", async () => {
    const url = await started();
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 8044\r\n\r\nRIFF");
    await expect.poll(async () => (await ask(`${url}/health`)).body.pending).toBe(1);
    socket.destroy();
    await expect.poll(async () => (await ask(`${url}/health`)).body.pending).toBe(0);
    await expect
      .poll(() => log.find(({ method }) => method === "POST"))
      .toMatchObject({ status: 499, error: "GONE" });
  });
});

test("requests beyond the limit get 503, and those under way are answered", async () => {
  const url = await startOwn({ limits: { maxPending: 2 } });
  const bytes = wav(1);
  const head = `POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  const sockets = [0, 1].map(() => connect(Number(new URL(url).port), "127.0.0.1"));
  const answers = sockets.map(async (socket) => {
    let text = "";
    for await (const part of socket) text += part;
    return text;
  });
  for (const socket of sockets) socket.write(head);
  await expect.poll(async () => (await ask(`${url}/health`)).body.pending).toBe(2);
  const refused = await ask(`${url}/predict`, bytes);
  expect([refused.status, refused.headers["retry-after"], refused.body.error.code]).toEqual([
    503,
    "1",
    "OVERLOADED",
  ]);
  for (const socket of sockets) socket.write(bytes);
  for (const text of await Promise.all(answers)) expect(text).toMatch(/^HTTP\/1\.1 200 /);
  expect((await ask(`${url}/predict`, bytes)).status).toBe(200);
});

test("closing answers requests under way and refuses new ones", async () => {
  const url = await startOwn();
  const bytes = wav(1);
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(`POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes.length}\r\n\r\n`);
  await expect.poll(async () => (await ask(`${url}/health`)).body.pending).toBe(1);
  agent.destroy();
  const closed = own!.close();
  socket.write(bytes);
  let answer = "";
  for await (const part of socket) answer += part;
  await closed;
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  await expect(ask(`${url}/health`)).rejects.toThrow(/ECONNREFUSED/);
});

describe("on the command line", () => {
  test("prints its address, logs lines of JSON and exits on a signal", async () => {
    const { child, ended } = startCli(["serve", run, "--port", "0"]);
    const url = await firstLineOf(child);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await ask(`${url}/health`)).body).toMatchObject({
      status: "ok",
      model: "folder",
      task: "classification",
      summary: "3 labels",
      labels: ["high", "low", "mid"],
      sample_rate_hz: 16_000,
    });
    expect((await ask(`${url}/`)).body).toContain("<title>Woodshed</title>");
    const { body } = await ask(`${url}/predict`, readFileSync(join(tones, "low/0.wav")));
    child.kill("SIGTERM");
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([0, `${url}\n`]);
    const lines = stderr.trim().split("\n");
    expect(lines[0]).toMatch(/^folder, 3 labels, from .*checkpoints\/step-\d+; CPU, 1 thread, fp32/);
    const entries = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Access);
    expect(entries.map(({ status, path }) => [status, path])).toEqual([
      [200, "/health"],
      [200, "/"],
      [200, "/predict"],
    ]);
    expect(entries[2]).toMatchObject({ answer: body.label, seconds: 0.25, remote: "127.0.0.1" });
  });

  test("errors name the reason, without a stack", async () => {
    const url = await started();
    const { port } = new URL(url);
    const [nowhere, registry, taken] = await Promise.all([
      runCli("serve", join(folder, "nowhere")),
      runCliWith({ MLFLOW_TRACKING_URI: "http://127.0.0.1:9" }, "serve", "models:/none/1"),
      runCli("serve", run, "--port", port),
    ]);
    expect([nowhere.code, nowhere.stderr]).toEqual([
      1,
      expect.stringMatching(/^CheckpointError: .*no such folder/),
    ]);
    expect([registry.code, registry.stderr]).toEqual([
      1,
      expect.stringMatching(/^RegistryError: GET \S+ at http:\/\/127\.0\.0\.1:9: connect ECONNREFUSED/),
    ]);
    expect([taken.code, taken.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^ConfigError: 127\.0\.0\.1:\d+: another program listens there; choose another --port, or --port 0/,
      ),
    ]);
  });
});
