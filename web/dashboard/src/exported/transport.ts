/** Answers from the page itself: each answer lies in an element of its own, and is decoded when it is asked for. */
import { encodeColumns } from "../../../../src/columns.js";
import { answerId, answerKey } from "../../../../src/dashboard/exported/answer-key.js";
import type * as withServer from "../data/transport.js";
import { COPY } from "./copy.js";
import { composeCurves, seriesOf } from "./curves.js";

const places = new Map(COPY.answers.map(({ key }, place) => [key, place]));

export const send: typeof withServer.send = async (address, { method = "GET" }) => {
  if (method !== "GET") return refuse(405, "COPY", "This page is a copy of a run: nothing can be changed.");
  if (address.startsWith("/api/curves?")) return answerCurves(address);
  const place = places.get(answerKey(address));
  if (place === undefined) return refuse(404, "NOT_IN_COPY", reasonFor(address));
  return answer(await bytesOf(place), COPY.answers[place]!.type);
};

async function answerCurves(address: string): Promise<Response> {
  const files = await Promise.all(
    seriesOf(address).map(async (series) => {
      const place = places.get(answerKey(`/api/curves?series=${encodeURIComponent(series)}`));
      return { series, bytes: place === undefined ? null : await bytesOf(place) };
    }),
  );
  return answer(encodeColumns(composeCurves(address, files)), "application/octet-stream");
}

async function bytesOf(place: number): Promise<Uint8Array<ArrayBuffer>> {
  const text = atob(document.getElementById(answerId(place))!.textContent!);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  if (COPY.answers[place]!.encoding === "identity") return bytes;
  const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(whole).arrayBuffer());
}

const answer = (bytes: Uint8Array<ArrayBuffer>, type: string): Response =>
  new Response(bytes, { headers: { "Content-Type": type } });

const refuse = (status: number, code: string, message: string): Response =>
  Response.json({ error: { code, message } }, { status });

function reasonFor(address: string): string {
  const what = /^\/api\/runs\/[^/]+\/(\w+)/.exec(address)?.[1];
  if (what === "sound")
    return COPY.numSounds === 0
      ? "This page is a copy of a run, without its sounds."
      : `This page is a copy of a run. It has the sounds of ${COPY.numSounds} clips: those of the highest loss, and some that are predicted correctly.`;
  if (what === "neighbours")
    return "This page is a copy of a run. It has the nearest clips of clips with sound.";
  if (what === "map")
    return "This page is a copy of a run. It has the map of each split's last evaluation and one map of all splits, unless they were not computed in time.";
  return "This page is a copy of a run, and does not have this.";
}
