/** Checks the request that opens a stream. */
import type { IncomingMessage } from "node:http";
import type { SampleFormat } from "../audio/sample-format.js";
import { isAcceptedRate } from "./accepted-rate.js";
import { acceptsChannels, PCM_FORMATS, type PcmSource } from "./pcm.js";
import { RequestError } from "./request-error.js";

/** More channels than any recorder has. */
const MOST_CHANNELS = 64;

/**
 * A page of another site may open a WebSocket here and read its answers, unlike those to its requests over HTTP.
 *
 * @throws RequestError for a page of another host; programs send no origin
 */
export function assertSameOrigin({ headers: { origin, host } }: IncomingMessage): void {
  if (origin === undefined) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new RequestError(
    403,
    "ORIGIN",
    `a page of ${origin} may not open a stream here; open it from a page of this server, ${host}, or behind the same proxy`,
  );
}

/**
 * Returns the samples that a client announces in the address: `?rate=16000&format=s16le&channels=1`.
 *
 * @throws RequestError for a parameter that is missing, unknown or does not fit the model
 */
export function parseSource(url: string, model: Required<SampleFormat>): PcmSource {
  const query = new URLSearchParams(url.split("?")[1] ?? "");
  for (const name of query.keys())
    if (!["rate", "format", "channels"].includes(name))
      throw refused(`unknown parameter ${JSON.stringify(name)}; expected rate, format and channels`);
  const sampleRateHz = wholeNumber(query, "rate", null);
  const numChannels = wholeNumber(query, "channels", 1);
  const name = query.get("format") ?? "s16le";
  const format = PCM_FORMATS.find((one) => one === name);
  if (format === undefined)
    throw refused(`format=${name}: unknown; expected one of ${PCM_FORMATS.join(", ")}`);
  if (!isAcceptedRate(sampleRateHz, model))
    throw refused(
      `rate=${sampleRateHz}: cannot be resampled to the model's ${model.sampleRateHz} Hz; expected a common rate, such as 16000 or 48000`,
    );
  if (numChannels < 1 || numChannels > MOST_CHANNELS || !acceptsChannels(numChannels, model.channels))
    throw refused(`channels=${numChannels}: the model takes ${channelsOf(model)}`);
  return { format, sampleRateHz, numChannels };
}

function wholeNumber(query: URLSearchParams, name: string, byDefault: number | null): number {
  const text = query.get(name);
  if (text === null && byDefault !== null) return byDefault;
  if (text !== null && /^\d{1,9}$/.test(text)) return Number(text);
  throw refused(
    text === null
      ? `${name} is missing; expected an address such as /stream?rate=16000&format=s16le&channels=1`
      : `${name}=${text}: expected a whole number`,
  );
}

function channelsOf({ channels }: Required<SampleFormat>): string {
  if (typeof channels === "number") return String(channels);
  return channels === "stereo" ? "1 or 2" : `1 to ${MOST_CHANNELS}`;
}

const refused = (message: string): RequestError => new RequestError(400, "STREAM", `stream: ${message}`);
