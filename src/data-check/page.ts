import { withAudio } from "../audio/open.js";
import { soundPicture } from "../audio/sound-picture.js";
import { Stretch } from "../audio/stretch.js";
import { encodeWav16 } from "../audio/wav.js";
import { counted } from "../counted.js";
import type { Clip } from "../data/clip.js";
import { decodeOwn } from "../data/own-clips.js";
import { DataError } from "../errors.js";
import { audioPlayer, escapeHtml as html, htmlPage, htmlTable } from "../html-page.js";
import type { CheckResult } from "./check.js";
import { correctedClips, correctionLines, summaryOf } from "./describe.js";
import type { CheckedCorrections, CorrectedLabel } from "./effect.js";
import { byKind, type Finding, type FindingKind, KINDS, placeOf } from "./finding.js";

/** Length of a player's sound: a page stays small. */
const MOST_SEC = 5;

const STYLE = `
img { display: block; width: 15rem; height: 6rem; object-fit: fill; image-rendering: pixelated; margin-bottom: .3rem; }
td { overflow-wrap: anywhere; min-width: 8rem; } td:first-child { white-space: nowrap; }
`;

export interface PageOptions {
  mostExamples: number;
  sampleRateHz: number;
  /** True if `data.windows` cuts recordings. */
  areCut: boolean;
}

/** Returns a self-contained HTML page with players and spectrograms of the first findings of each kind. */
export function checkPage(title: string, result: CheckResult, options: PageOptions): string {
  const { corrections } = result;
  const kinds = byKind(result.findings);
  const body = `<h1>${html(title)}: data check</h1>
<p>${html(summaryOf(result))}</p>
${corrections === null ? "" : `<p>${html(correctionLines(corrections, options.areCut).join("; "))}</p>`}
${kinds.length === 0 ? "" : overview(kinds)}
<p class="note">Players have the first ${MOST_SEC} s of a sound, mixed to one channel, at ${options.sampleRateHz} Hz.</p>
${corrections === null ? "" : correctedSections(corrections, options)}
${kinds.map((one) => section(one, options)).join("\n")}`;
  return htmlPage(`${title}: data check`, body, STYLE);
}

function overview(kinds: readonly [FindingKind, Finding[]][]): string {
  return htmlTable(
    ["", "count"],
    kinds.map(([kind, own]) => [`<a href="#${kind}">${html(KINDS[kind].title)}</a>`, String(own.length)]),
  );
}

function section(
  [kind, findings]: [FindingKind, Finding[]],
  { mostExamples, sampleRateHz }: PageOptions,
): string {
  const shown = findings.slice(0, mostExamples);
  const hasOthers = shown.some(({ other }) => other !== null);
  const rows = shown.map(({ clip, split, found, other }) => [
    html(`data.${split}`),
    clip === null ? "" : html(placeOf(clip)),
    html(found),
    clip === null || kind === "unreadable" || kind === "outside" ? "" : soundCell(clip, sampleRateHz),
    ...(hasOthers ? [other === null ? "" : soundCell(other, sampleRateHz)] : []),
  ]);
  return `<h2 id="${kind}">${html(KINDS[kind].title)}: ${findings.length}</h2>
${htmlTable(["set", "clip", "found", "sound", ...(hasOthers ? ["the other"] : [])], rows)}
${moreNote(findings.length - shown.length)}`;
}

const moreNote = (more: number): string =>
  more > 0 ? `<p class="note">and ${counted(more, "more", "more")}</p>` : "";

function correctedSections(corrections: CheckedCorrections, options: PageOptions): string {
  return correctedClips(corrections)
    .map(([title, clips]) => correctedSection(title, clips, options))
    .join("\n");
}

function correctedSection(
  title: string,
  clips: readonly CorrectedLabel[],
  { mostExamples, sampleRateHz }: PageOptions,
): string {
  const shown = clips.slice(0, mostExamples);
  const rows = shown.map(({ split, source, text }) => [
    ...[html(`data.${split}`), html(placeOf(source)), html(text), soundCell(source, sampleRateHz)],
  ]);
  return `<h2>${html(title)}: ${clips.length}</h2>
${htmlTable(["set", "clip", "label", "sound"], rows)}
${moreNote(clips.length - shown.length)}`;
}

function soundCell(clip: Clip, sampleRateHz: number): string {
  const samples = readStart(clip, sampleRateHz);
  if (samples === null) return "";
  const isEmpty = samples.every((sample) => sample === 0);
  // A picture shows levels below the loudest one, which silence lacks.
  const picture = isEmpty ? null : soundPicture(samples, sampleRateHz).toString("base64");
  const image = picture === null ? "" : `<img alt="spectrogram" src="data:image/png;base64,${picture}">`;
  return `${image}${audioPlayer(encodeWav16(samples, sampleRateHz))}`;
}

/** Returns the start of a clip, with zeros in place of NaN; null for one that cannot be read. */
function readStart(
  { path, range, startSec, durationSec, own }: Clip,
  sampleRateHz: number,
): Float32Array | null {
  const most = MOST_SEC * sampleRateHz;
  try {
    const samples =
      own !== undefined
        ? decodeOwn(own, { sampleRateHz }).subarray(0, most)
        : withAudio(path, { part: range }, (audio) => {
            const stretch = new Stretch(audio, { sampleRateHz }, startSec, durationSec);
            return stretch.read(0, Math.min(most, stretch.numSamples));
          });
    return samples.map((sample) => (Number.isFinite(sample) ? sample : 0));
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}
