import { encodeWav16 } from "../../audio/wav.js";
import { decodeClip } from "../../data/decode.js";
import { clipSamplesOf } from "../../data/recipe.js";
import type { Candidate } from "./candidate.js";
import type { ClassChange, Comparison, Disagreement } from "./compare.js";
import { labelsText, percent, signed, summaryRows, text, verdict } from "./text.js";

/** Returns a self-contained HTML page with players for the clips. */
export function comparisonPage(comparison: Comparison, candidate: Candidate, mostClips: number): string {
  const { a, b, numClips, configuration, classes, onlyA, onlyB } = comparison;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(a.name)} and ${html(b.name)}</title>
<style>${STYLE}</style>
<h1><span class="a">${html(a.name)}</span> and <span class="b">${html(b.name)}</span></h1>
<p>${html(verdict(comparison))}</p>
${note(labelsText(comparison))}
<h2>On ${numClips} clips</h2>
${table(["", "a", "b", "b &minus; a"], summaryRows(comparison))}
<p class="note">Ranges are 95% bootstrap intervals over clips, from ${comparison.numSamples} samples; those of b &minus; a are of both models on the same clips.</p>
<h2>Classes</h2>
${classTable(classes)}
<h2>Configuration</h2>
${
  configuration.length === 0
    ? "<p>Identical.</p>"
    : table(
        ["", "a", "b"],
        configuration.map(({ key, a, b }) => [key, text(a), text(b)]),
      )
}
${clipSection("Only b is correct", onlyB, candidate, mostClips)}
${clipSection("Only a is correct", onlyA, candidate, mostClips)}
</html>
`;
}

const note = (text: string): string => (text === "" ? "" : `<p class="note">${html(text)}</p>`);

const STYLE = `
:root { color-scheme: light dark; --a: #b35c00; --b: #1f6fb2; --line: #8884; --weak: #777; }
@media (prefers-color-scheme: dark) { :root { --a: #ffb066; --b: #7cbcf0; --weak: #aaa; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.35rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.a { color: var(--a); } .b { color: var(--b); } .note { color: var(--weak); font-size: .9em; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem 1rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: middle; }
th { font-weight: 600; } audio { height: 2rem; width: 15rem; } svg { display: block; }
`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rawTable(
    head,
    rows.map((row) => row.map(html)),
  );
}

/** Cells contain HTML. */
function rawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return `<div class="scroll"><table><thead>${line(head, "th")}</thead><tbody>\n${rows.map((row) => line(row, "td")).join("\n")}\n</tbody></table></div>`;
}

function classTable(classes: readonly ClassChange[]): string {
  return rawTable(
    ["", "clips", "F1", "a", "b", "b &minus; a", "recall a", "recall b"],
    classes.map(({ label, numClips, a, b }) => [
      html(label),
      String(numClips),
      bars(a.f1, b.f1),
      a.f1.toFixed(3),
      b.f1.toFixed(3),
      signed(b.f1 - a.f1),
      a.recall.toFixed(3),
      b.recall.toFixed(3),
    ]),
  );
}

const BAR_PIXELS = 120;

function bars(a: number, b: number): string {
  const bar = (value: number, y: number, color: string): string =>
    `<rect x="0" y="${y}" width="${(BAR_PIXELS * value).toFixed(1)}" height="7" fill="var(--${color})"/>`;
  return `<svg width="${BAR_PIXELS}" height="17" role="img" aria-label="F1 ${a.toFixed(3)} and ${b.toFixed(3)}">${bar(a, 0, "a")}${bar(b, 9, "b")}</svg>`;
}

function clipSection(
  title: string,
  clips: readonly Disagreement[],
  candidate: Candidate,
  most: number,
): string {
  if (clips.length === 0) return `<h2>${title}</h2><p>No clip.</p>`;
  const rows = clips
    .slice(0, most)
    .map(({ clip, name, index, a, b }) => [
      html(name),
      player(clip, index, candidate),
      html(clip.label),
      `<span class="a">${html(a.predicted)} ${percent(a.probability)}</span>`,
      `<span class="b">${html(b.predicted)} ${percent(b.probability)}</span>`,
    ]);
  const more = clips.length > most ? `<p class="note">and ${clips.length - most} more</p>` : "";
  return `<h2>${title}: ${clips.length}</h2>\n${rawTable(["clip", "sound", "true label", "a", "b"], rows)}${more}`;
}

/** The clip as the model receives it: resampled and cropped. */
function player(clip: Disagreement["clip"], index: number, { config }: Candidate): string {
  const sampleRateHz = config.data.sample_rate_hz;
  const samples = new Float32Array(clipSamplesOf(config));
  const length = decodeClip(clip, index, 0, { sampleRateHz, seed: 0, augment: null }, samples);
  const wav = Buffer.from(encodeWav16(samples.subarray(0, length), sampleRateHz)).toString("base64");
  return `<audio controls preload="none" src="data:audio/wav;base64,${wav}"></audio>`;
}

function html(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
