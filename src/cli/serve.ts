import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import pc from "picocolors";
import { ConfigError } from "../errors.js";
import type { Access } from "../serving/server.js";
import { Interrupt } from "./interrupt.js";

interface Options {
  host: string;
  port: number;
  maxMb: number;
  maxSeconds: number;
  timeout: number;
  maxPending: number;
  maxBatch: number;
  log: boolean;
}

export function serveCommand(): Command {
  return new Command("serve")
    .description("name what is heard in audio sent over HTTP")
    .argument("<run>", "a run's folder (its best checkpoint), a checkpoint's, or models:/name/version")
    .argument("[overrides...]", "dotted keys with values, such as training.precision=fp32")
    .option("--host <address>", "where to listen; 0.0.0.0 is reachable from other machines", "127.0.0.1")
    .option("--port <number>", "0 takes a free one", wholeNumber(0, 65_535), 8000)
    .option("--max-mb <number>", "largest upload", positive, 10)
    .option("--max-seconds <number>", "longest recording", positive, 60)
    .option("--timeout <seconds>", "how long an upload may take", positive, 30)
    .option(
      "--max-pending <count>",
      "requests under way; more are told to come again",
      wholeNumber(1, 10_000),
      64,
    )
    .option(
      "--max-batch <count>",
      "recordings computed together; 1 for the bits of predict",
      wholeNumber(1, 1024),
      32,
    )
    .option("--no-log", "no access log")
    .addHelpText(
      "after",
      `
Examples:
  woodshed serve runs/quickstart-20261123-101500-a1b2
  woodshed serve runs/quickstart-20261123-101500-a1b2 --port 0 --max-seconds 600 2> access.jsonl
  curl --data-binary @note.wav http://127.0.0.1:8000/predict
  curl -F file=@note.wav http://127.0.0.1:8000/predict

The address goes to stdout, a line for each request to stderr (JSON when it is no terminal). GET / is a page to try it
with, GET /health says whether it serves. Ctrl-C answers what is under way and leaves; twice leaves at once.`,
    )
    .action(serve);
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}.`);
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("expected a number above 0.");
}

async function serve(name: string, overrides: string[], options: Options): Promise<void> {
  const { resolveModel } = await import("../serving/resolve.js");
  const { PredictionServer } = await import("../serving/server.js");
  const { host, port } = options;
  const interrupt = new Interrupt(() => process.stderr.write("stopping (Ctrl-C again leaves at once)\n"));
  let fail: (error: Error) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const server = await PredictionServer.start({
    path: await resolveModel(name),
    overrides,
    host,
    port,
    maxBytes: options.maxMb * 1e6,
    maxSeconds: options.maxSeconds,
    timeoutMs: options.timeout * 1000,
    maxPending: options.maxPending,
    maxBatch: options.maxBatch,
    numDecoders: Math.min(2, availableParallelism()),
    ...(options.log ? { onAccess: logAccess } : {}),
    onFailure: fail,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall !== "listen") throw error;
    const reason = error.code === "EADDRINUSE" ? "something listens there already" : error.code;
    throw new ConfigError("LISTEN", `${host}:${port}: ${reason}; say --port 0 for a free port`, {
      cause: error,
    });
  });
  const { model } = server;
  process.stdout.write(`${server.url}\n`);
  process.stderr.write(
    `${model.name}, ${model.labels.length} labels, from ${model.checkpoint}; ${model.hardware.join(", ")}\n`,
  );
  try {
    await Promise.race([interrupt.untilStopped(), failure]);
  } finally {
    await server.close();
  }
  // A server that was told to stop and answered all has done its work.
}

function logAccess(entry: Access): void {
  if (!process.stderr.isTTY) {
    process.stderr.write(`${JSON.stringify(entry)}\n`);
    return;
  }
  const { green, yellow, dim } = pc.createColors(!process.env["NO_COLOR"]);
  const { time, method, path, status, ms, label, seconds, error } = entry;
  const about = error ?? (label === undefined ? "" : `${label} ${dim(`${seconds} s`)}`);
  const colour = status < 400 ? green : yellow;
  process.stderr.write(
    `${dim(time.slice(11, 19))} ${colour(String(status))} ${method} ${path} ${ms} ms ${about}\n`,
  );
}
