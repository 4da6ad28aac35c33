import { numChannelsOf, slicePlanar } from "../../audio/sample-format.js";
import { encodeWav16 } from "../../audio/wav.js";
import { counted } from "../../counted.js";
import { type Clip, clipName } from "../../data/clip.js";
import { decodeWindow } from "../../data/decode.js";
import { escapeHtml as html, htmlPage, htmlTable } from "../../html-page.js";
import { clipSamplesOf } from "../../inference/loaders.js";
import { sampleFormatOf } from "../../inference/sample-format.js";
import type { Breakdown, Disagreements } from "../../tasks/task.js";
import type { Candidate } from "./candidate.js";
import type { Comparison } from "./compare.js";
import { breakdownCells, breakdownHead, summaryRows, text } from "./text.js";

/** Returns a self-contained HTML page with players for the clips. */
export function comparisonPage(comparison: Comparison, candidate: Candidate, mostClips: number): string {
  const { a, b, clips, configuration, verdict, report } = comparison;
  return htmlPage(
    `${a.name} and ${b.name}`,
    `<h1><span class="a">${html(a.name)}</span> and <span class="b">${html(b.name)}</span></h1>
<p>${html(verdict)}</p>
${note(report.note)}
<h2>On ${counted(clips.length, "clip")}</h2>
${table(["", "a", "b", "b &minus; a"], summaryRows(comparison))}
<p class="note">Ranges are 95% bootstrap intervals over clips, from ${comparison.numSamples} samples; those of b &minus; a are of both models on the same clips.</p>
${report.breakdown === null ? "" : breakdownTable(report.breakdown)}
<h2>Configuration</h2>
${
  configuration.length === 0
    ? "<p>Identical.</p>"
    : table(
        ["", "a", "b"],
        configuration.map(({ key, a, b }) => [key, text(a), text(b)]),
      )
}
${report.disagreements.map((one) => clipSection(clips, one, candidate, mostClips)).join("\n")}`,
  );
}

const note = (text: string): string => (text === "" ? "" : `<p class="note">${html(text)}</p>`);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return htmlTable(
    head,
    rows.map((row) => row.map(html)),
  );
}

function breakdownTable({ title, measures, rows }: Breakdown): string {
  const [first] = measures;
  return `<h2>${html(capitalized(title))}</h2>
${htmlTable(
  ["", "clips", html(first!), ...breakdownHead(measures, "").map(html)].map((head) =>
    head.replace("b - a", "b &minus; a"),
  ),
  rows.map((row) => [
    html(row.name),
    String(row.numClips),
    bars(html(first!), row.a[0]!, row.b[0]!),
    ...breakdownCells(row),
  ]),
)}`;
}

const BAR_PIXELS = 120;

/** @param name of the measure, as HTML */
function bars(name: string, a: number, b: number): string {
  const bar = (value: number, y: number, color: string): string =>
    `<rect x="0" y="${y}" width="${(BAR_PIXELS * value).toFixed(1)}" height="7" fill="var(--${color})"/>`;
  return `<svg width="${BAR_PIXELS}" height="17" role="img" aria-label="${name} ${a.toFixed(3)} and ${b.toFixed(3)}">${bar(a, 0, "a")}${bar(b, 9, "b")}</svg>`;
}

function clipSection(
  clips: readonly Clip[],
  { title, truthName, clips: listed }: Disagreements,
  candidate: Candidate,
  most: number,
): string {
  const heading = html(capitalized(title));
  if (listed.length === 0) return `<h2>${heading}</h2><p>No clip.</p>`;
  const rows = listed
    .slice(0, most)
    .map(({ index, truth, a, b }) => [
      html(clipName(clips[index]!)),
      player(clips[index]!, index, candidate),
      html(truth),
      `<span class="a">${html(a)}</span>`,
      `<span class="b">${html(b)}</span>`,
    ]);
  const more = listed.length > most ? `<p class="note">and ${listed.length - most} more</p>` : "";
  return `<h2>${heading}: ${listed.length}</h2>\n${htmlTable(["clip", "sound", html(`true ${truthName}`), "a", "b"], rows)}${more}`;
}

/** The clip as the models receive it, resampled; of a long clip the first window. */
function player(clip: Clip, index: number, { config }: Candidate): string {
  const format = sampleFormatOf(config);
  const numChannels = numChannelsOf(format.channels);
  const clipSamples = clipSamplesOf(config);
  const samples = new Float32Array(numChannels * clipSamples);
  const length = Math.min(clipSamples, decodeWindow(clip, index, 0, format, samples));
  const sound = slicePlanar(samples, numChannels, 0, length);
  const wav = Buffer.from(encodeWav16(sound, format.sampleRateHz, numChannels)).toString("base64");
  return `<audio controls preload="none" src="data:audio/wav;base64,${wav}"></audio>`;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
