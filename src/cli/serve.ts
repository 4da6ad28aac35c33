import { availableParallelism } from "node:os";
import { Command } from "commander";
import pc from "picocolors";
import { displayPath } from "../display-path.js";
import type { Access } from "../serving/server.js";
import { Interrupt } from "./interrupt.js";
import { listenError } from "./listen-error.js";
import { MODEL_ARGUMENT } from "./model-argument.js";
import { parsePositive, wholeNumber } from "./option-numbers.js";

interface Options {
  host: string;
  port: number;
  maxMb: number;
  maxSeconds: number;
  timeout: number;
  maxPending: number;
  maxBatch: number;
  maxStreams: number;
  hop?: number;
  log: boolean;
}

export function serveCommand(): Command {
  return new Command("serve")
    .description("start an HTTP server that predicts labels for uploaded audio and streams")
    .argument("<model>", MODEL_ARGUMENT)
    .argument("[overrides...]", "dotted keys with values, such as training.precision=fp32")
    .option(
      "--host <address>",
      "address to listen on; 0.0.0.0 accepts connections from other machines",
      "127.0.0.1",
    )
    .option("--port <number>", "port to listen on; 0 selects a free port", wholeNumber(0, 65_535), 8000)
    .option("--max-mb <number>", "maximum size of an upload, in MB", parsePositive, 10)
    .option("--max-seconds <number>", "maximum duration of a recording, in seconds", parsePositive, 60)
    .option("--timeout <seconds>", "maximum time for receiving an upload, in seconds", parsePositive, 30)
    .option(
      "--max-pending <count>",
      "maximum number of requests in progress; further requests get status 503",
      wholeNumber(1, 10_000),
      64,
    )
    .option(
      "--max-batch <count>",
      "maximum number of recordings, or windows of streams, in a batch; with 1, results are bit-identical to predict",
      wholeNumber(1, 1024),
      32,
    )
    .option(
      "--max-streams <count>",
      "maximum number of open streams; further streams are refused",
      wholeNumber(0, 10_000),
      64,
    )
    .option(
      "--hop <seconds>",
      "in streams, from the start of a window to the start of the next (default: half a window)",
      parsePositive,
    )
    .option("--no-log", "do not print the access log")
    .addHelpText(
      "after",
      `
Examples:
  woodshed serve runs/quickstart-20261123-101500-a1b2
  woodshed serve runs/quickstart-20261123-101500-a1b2 --port 0 --max-seconds 600 2> access.jsonl
  curl --data-binary @note.wav http://127.0.0.1:8000/predict
  curl -F file=@note.wav http://127.0.0.1:8000/predict

The server prints its address to stdout and a line for each request to stderr (JSON unless stderr is a terminal).
WebSocket /stream?rate=16000 takes samples and returns scores and events while they sound: docs/detection.md.
GET / returns a page to try the model in a browser, GET /health the state of the server. Ctrl-C completes the requests in
progress and exits; press it twice to exit at once.`,
    )
    .action(serve);
}

async function serve(name: string, overrides: string[], options: Options): Promise<void> {
  const { resolveModel } = await import("../serving/resolve.js");
  const { PredictionServer } = await import("../serving/server.js");
  const { host, port } = options;
  const interrupt = new Interrupt(() => process.stderr.write("stopping (Ctrl-C again exits at once)\n"));
  let fail: (error: Error) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const server = await PredictionServer.start({
    path: await resolveModel(name),
    overrides,
    host,
    port,
    limits: {
      maxBytes: options.maxMb * 1e6,
      maxSeconds: options.maxSeconds,
      timeoutMs: options.timeout * 1000,
      maxPending: options.maxPending,
    },
    maxBatch: options.maxBatch,
    streams: { maxStreams: options.maxStreams, hopSec: options.hop },
    numDecoders: Math.min(2, availableParallelism()),
    ...(options.log ? { onAccess: logAccess } : {}),
    onFailure: fail,
  }).catch((error: NodeJS.ErrnoException) => {
    throw listenError(error, host, port) ?? error;
  });
  const { model } = server;
  process.stdout.write(`${server.url}\n`);
  process.stderr.write(
    `${model.name}, ${model.task.summary}, from ${displayPath(model.checkpoint)}; ${model.hardware.join(", ")}\n`,
  );
  try {
    await Promise.race([interrupt.untilStopped(), failure]);
  } finally {
    await server.close();
  }
}

function logAccess(entry: Access): void {
  if (!process.stderr.isTTY) {
    process.stderr.write(`${JSON.stringify(entry)}\n`);
    return;
  }
  const { green, yellow, dim } = pc.createColors(!process.env["NO_COLOR"]);
  const { time, method, path, status, ms, answer, seconds, error } = entry;
  const about = error ?? (answer === undefined ? "" : `${answer} ${dim(`${seconds} s`)}`);
  const colour = status < 400 ? green : yellow;
  process.stderr.write(
    `${dim(time.slice(11, 19))} ${colour(String(status))} ${method} ${path} ${ms} ms ${about}\n`,
  );
}
