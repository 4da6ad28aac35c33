// Streams over a server without a model: scores are made here, so that what waits and when is known.
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { createWindowing } from "../data/windows.js";
import type { StreamModel } from "../streaming/stream-state.js";
import { STREAM_LIMITS, type StreamLimits } from "./stream-limits.js";
import type { ScoreWindow } from "./stream-session.js";
import { type EndedStream, Streams } from "./streams.js";

const WINDOW = 100;

/** A model whose scores of a window are its first sample, for each label. */
function modelOf(numLabels = 1): StreamModel {
  return {
    format: { sampleRateHz: 1000, channels: "mix", resampling: "sinc_hann" },
    windowing: createWindowing(WINDOW, WINDOW),
    sizes: { windowSamples: WINDOW, modelFrames: 1, hopSamples: WINDOW },
    labels: Array.from({ length: numLabels }, (_, label) => `label ${label}`),
    rules: Array.from({ length: numLabels }, () => ({
      threshold: 0.5,
      medianFrames: 1,
      mergeSamples: 0,
      minSamples: 0,
    })),
  };
}

let server: Server | null = null;
let streams: Streams;
const ended: EndedStream[] = [];
afterEach(async () => {
  await stop();
  ended.length = 0;
});

async function stop(): Promise<void> {
  await Promise.all([streams.close(100), new Promise((resolve) => server!.close(resolve))]);
}

interface Setting {
  limits?: Partial<StreamLimits>;
  model?: StreamModel | null;
  score?: ScoreWindow;
}

const first: (numLabels: number) => ScoreWindow = (numLabels) => async (wave) =>
  new Float32Array(numLabels).fill(wave[0]!);

/** Returns the address of the streams. */
async function start({
  limits = {},
  model = modelOf(),
  score = first(model?.labels.length ?? 1),
}: Setting = {}): Promise<string> {
  const task = { name: "regression" };
  const format = modelOf().format;
  streams = new Streams({ stream: model, format, task }, { ...STREAM_LIMITS, ...limits }, score);
  server = createServer();
  server.on("upgrade", (request, socket, head) =>
    streams.open(request, socket, head, (one) => ended.push(one)),
  );
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/stream`;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever JSON came
type Message = any;

/** A client that keeps what it gets. */
class Client {
  readonly messages: Message[] = [];
  readonly socket: WebSocket;
  readonly opened: Promise<void>;
  readonly closed: Promise<number>;

  constructor(url: string) {
    this.socket = new WebSocket(url, { perMessageDeflate: false });
    this.socket.on("message", (data) => this.messages.push(JSON.parse(String(data))));
    this.socket.on("error", () => {});
    this.opened = new Promise((resolve) => this.socket.on("message", () => resolve()));
    this.closed = new Promise((resolve) => this.socket.on("close", resolve));
  }

  get error(): { code: string; message: string } {
    return this.messages.at(-1).error;
  }
}

const pcm = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);
const F32 = "?rate=1000&format=f32le";

it("answers samples with frames, events and the end", async () => {
  const client = new Client(`${await start()}${F32}`);
  await client.opened;
  const sent = [0.25, 0.75, 0.5, 0].flatMap((value) => new Array<number>(WINDOW).fill(value));
  client.socket.send(pcm(...sent.slice(0, 130)));
  client.socket.send(pcm(...sent.slice(130), ...new Array<number>(60).fill(0.123_456_78)));
  client.socket.send("end");
  expect(await client.closed).toBe(1000);
  const frame = (start_sec: number, end_sec: number, score: number) => ({
    start_sec,
    end_sec,
    scores: [score],
  });
  const labels = ["label 0"];
  expect(client.messages[0]).toEqual({
    type: "open",
    labels,
    sample_rate_hz: 1000,
    window_sec: 0.1,
    hop_sec: 0.1,
  });
  expect(client.messages.flatMap(({ frames = [] }) => frames)).toEqual([
    frame(0, 0.1, 0.25),
    frame(0.1, 0.2, 0.75),
    frame(0.2, 0.3, 0.5),
    frame(0.3, 0.4, 0),
    frame(0.4, 0.46, 0.123_457),
  ]);
  expect(client.messages.filter(({ type }) => type === "onset" || type === "offset")).toEqual([
    { type: "onset", label: "label 0", start_sec: 0.1 },
    { type: "offset", label: "label 0", start_sec: 0.1, end_sec: 0.3, score: 0.75 },
  ]);
  expect(client.messages.at(-1)).toEqual({ type: "end", duration_sec: 0.46 });
  await vi.waitFor(() => expect(ended).toEqual([{ seconds: 0.46, error: null }]));
});

it("mixes channels of 16-bit samples", async () => {
  const client = new Client(`${await start()}?rate=1000&channels=2`);
  await client.opened;
  client.socket.send(Buffer.from(Int16Array.from([16_384, -8192, 0, 0]).buffer));
  client.socket.send("end\n");
  expect(await client.closed).toBe(1000);
  expect(client.messages[1].frames[0].scores).toEqual([0.125]);
});

it.each([
  [
    "an odd number of bytes",
    "",
    Buffer.alloc(3),
    1007,
    "PCM",
    "a message of 3 bytes; expected a multiple of 4",
  ],
  ["NaN", "", pcm(0, Number.NaN), 1007, "NOT_FINITE", "stream: holds samples that are not finite"],
  ["integers as floats", "", pcm(1e20), 1007, "IMPLAUSIBLE", "stream: holds a sample of 1.0e+20"],
  ["an unknown command", "", "stop", 1008, "COMMAND", 'the text message "stop" is no command; expected end'],
  ["a message that is too large", "", Buffer.alloc((1 << 20) + 4), 1009, null, ""],
  ["no rate", "?format=f32le", null, 1008, "STREAM", "rate is missing"],
  ["a wrong rate", "?rate=16k", null, 1008, "STREAM", "rate=16k: expected a whole number"],
  ["a rate of 0", "?rate=0", null, 1008, "STREAM", "rate=0: cannot be resampled"],
  ["a rate with a huge filter", "?rate=99999989", null, 1008, "STREAM", "rate=99999989: cannot be resampled"],
  [
    "an unknown format",
    "?rate=1000&format=mp3",
    null,
    1008,
    "STREAM",
    "format=mp3: unknown; expected one of s16le, f32le",
  ],
  ["no channels", "?rate=1000&channels=0", null, 1008, "STREAM", "channels=0: the model takes 1 to 64"],
  ["an unknown parameter", "?rate=1000&chanels=1", null, 1008, "STREAM", 'unknown parameter "chanels"'],
] as const)("refuses %s with a reason and a close code", async (_, query, data, closeCode, code, message) => {
  const url = await start();
  const client = new Client(`${url}${query === "" ? F32 : query}`);
  if (data !== null) {
    await client.opened;
    client.socket.send(data);
  }
  expect(await client.closed).toBe(closeCode);
  if (code !== null) {
    expect(client.error.code).toBe(code);
    expect(client.error.message).toContain(message);
  }
  await vi.waitFor(() => expect(ended).toHaveLength(1));
  expect(ended[0]!.error).not.toBeNull();
});

it("refuses a model without labels in time, and more streams than it may have", async () => {
  const url = await start({ model: null });
  const client = new Client(`${url}${F32}`);
  expect(await client.closed).toBe(1008);
  expect(client.error).toMatchObject({ code: "TASK" });
  expect(client.error.message).toContain("a model of task regression has no labels");
  await stop();

  const full = `${await start({ limits: { maxStreams: 1 } })}${F32}`;
  const one = new Client(full);
  await one.opened;
  const two = new Client(full);
  expect(await two.closed).toBe(1013);
  expect(two.error).toMatchObject({ code: "OVERLOADED" });
  one.socket.send("end");
  expect(await one.closed).toBe(1000);
  const three = new Client(full);
  await three.opened;
  expect(three.messages[0].type).toBe("open");
});

it("closes an idle stream, and the streams of a server that closes", async () => {
  const idle = new Client(`${await start({ limits: { idleMs: 20 } })}${F32}`);
  expect(await idle.closed).toBe(1008);
  expect(idle.error.code).toBe("IDLE");
  await stop();

  const open = new Client(`${await start()}${F32}`);
  await open.opened;
  await streams.close(10_000);
  expect(await open.closed).toBe(1001);
  expect(open.error.code).toBe("CLOSING");
});

it("forgets a client that vanishes, also while its windows are computed", async () => {
  const started: AbortSignal[] = [];
  const score: ScoreWindow = (_, signal) => {
    started.push(signal);
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("gone"))));
  };
  const url = `${await start({ score })}${F32}`;
  for (const sends of [false, true]) {
    const client = new Client(url);
    await client.opened;
    if (sends) {
      client.socket.send(Buffer.alloc(4 * 50 * WINDOW));
      await vi.waitFor(() => expect(started).toHaveLength(8));
    }
    client.socket.terminate();
    await vi.waitFor(() => expect(streams.numStreams).toBe(0));
  }
  expect(ended.map(({ error }) => error?.code)).toEqual(["GONE", "GONE"]);
});

it("slows down a client that sends faster than the model computes", async () => {
  const open: (() => void)[] = [];
  let isHeld = true;
  const score: ScoreWindow = async (wave) => {
    if (isHeld) await new Promise<void>((resolve) => open.push(resolve));
    return wave.slice(0, 1);
  };
  const url = `${await start({ score, limits: { maxWaitingBytes: 1 << 16 } })}${F32}`;
  const client = new Client(url);
  await client.opened;
  const numBytes = 48 << 20;
  const message = Buffer.alloc(1 << 18, pcm(0.25));
  for (let sent = 0; sent < numBytes; sent += message.length) client.socket.send(message);
  // Bytes that neither the server nor the system's buffers took stay with the client.
  await vi.waitFor(() => expect(open).toHaveLength(8));
  let before = 0;
  await vi.waitFor(
    () => {
      const { bufferedAmount } = client.socket;
      const isSettled = bufferedAmount === before;
      before = bufferedAmount;
      expect(isSettled).toBe(true);
    },
    { interval: 100 },
  );
  expect(before).toBeGreaterThan(numBytes / 2);
  client.socket.terminate();
  isHeld = false;
  for (const resolve of open) resolve();
});

it("drops a client that stops reading, and leaves the others alone", async () => {
  const numLabels = 3000;
  const url = `${await start({ model: modelOf(numLabels), limits: { maxUnsentBytes: 1 << 18, stallMs: 5000 } })}${F32}`;
  const [slow, good] = [new Client(url), new Client(url)];
  await Promise.all([slow.opened, good.opened]);
  slow.socket.pause();
  const second = Buffer.alloc(4 * 10 * WINDOW, pcm(0.123_456));
  const timer = setInterval(() => slow.socket.send(second), 1);
  for (let i = 0; i < 20; i++) good.socket.send(second);
  await vi.waitFor(() => expect(ended).toHaveLength(1), { timeout: 60_000 });
  clearInterval(timer);
  expect(ended[0]!.error).toMatchObject({ code: "SLOW" });
  good.socket.send("end");
  expect(await good.closed).toBe(1000);
  expect(good.messages.flatMap(({ frames = [] }) => frames)).toHaveLength(200);
  slow.socket.resume();
  expect(await slow.closed).toBe(1006);
});

it("refuses pages of other sites, and bad handshakes", async () => {
  const url = await start();
  const { port, host } = new URL(url);
  const statusOf = (headers: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.write(
        `GET /stream?rate=1000 HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`,
      );
      socket.once("data", (data) => {
        resolve(String(data).slice(9, 12));
        socket.destroy();
      });
    });
  const handshake = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  server!.removeAllListeners("upgrade");
  server!.on("upgrade", (request, socket, head) => {
    try {
      streams.open(request, socket, head, () => {});
    } catch (error) {
      socket.end(`HTTP/1.1 ${(error as { status: number }).status} Refused\r\n\r\n`);
    }
  });
  expect(await statusOf(handshake)).toBe("101");
  expect(await statusOf(`${handshake}Origin: http://${host}\r\n`)).toBe("101");
  for (const origin of ["http://elsewhere.example", `http://${host}.example`, "null"])
    expect(await statusOf(`${handshake}Origin: ${origin}\r\n`)).toBe("403");
  expect(await statusOf("Sec-WebSocket-Version: 13\r\n")).toBe("400");
});
