import { counted } from "../../counted.js";
import type { ListenedClip, Version } from "./examples.js";

/** Returns a self-contained HTML page with a player and a picture for each version of each clip. */
export function listeningPage(title: string, clips: readonly ListenedClip[], note: string): string {
  const numEpochs = clips[0]?.epochs.length ?? 0;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}: augmentations</title>
<style>${STYLE}</style>
<h1>${html(title)}: augmentations</h1>
<p class="note">${html(note)} ${counted(clips.length, "training clip")}, each before augmentation, in the crop of the first epoch, and as the first ${counted(numEpochs, "epoch")} of a run ${numEpochs === 1 ? "has" : "have"} it. Pictures show the features that the model gets, each with its own scale.</p>
${clips.map(section).join("\n")}
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --weak: #777; }
@media (prefers-color-scheme: dark) { :root { --weak: #aaa; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.35rem; overflow-wrap: anywhere; } h2 { font-size: 1rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
.note { color: var(--weak); font-size: .9em; }
.versions { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 1rem; }
figure { margin: 0; padding: .5rem; border: 1px solid var(--line); border-radius: .4rem; }
figure img { width: 100%; height: 9rem; display: block; object-fit: fill; image-rendering: pixelated; }
figure audio { width: 100%; height: 2rem; margin-top: .4rem; }
figcaption { font-size: .9em; } figcaption b { font-weight: 600; }
ul { margin: .3rem 0 0; padding-left: 1.1rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
`;

function section({ name, before, epochs }: ListenedClip): string {
  const versions = epochs.map((version, epoch) => figure(`epoch ${epoch + 1}`, version));
  return `<h2>${html(name)}</h2>
<div class="versions">
${[figure("before", before), ...versions].join("\n")}
</div>`;
}

function figure(title: string, { wav, picture, labels, changes }: Version): string {
  const list =
    changes.length === 0 ? "" : `<ul>${changes.map((change) => `<li>${html(change)}</li>`).join("")}</ul>`;
  const label = labels === "" ? "" : `, ${html(labels)}`;
  return `<figure>
<img alt="features of ${html(title)}" src="data:image/png;base64,${base64(picture)}">
<audio controls preload="metadata" src="data:audio/wav;base64,${base64(wav)}"></audio>
<figcaption><b>${html(title)}</b>${label}${list}</figcaption>
</figure>`;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

function html(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
