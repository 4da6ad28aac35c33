/* A rendering thread: receives the notes of one program of a SoundFont. */
import { serveRendering } from "../rendering/serve.js";
import { clipPath, type Note } from "./plan.js";
import { renderWav } from "./render.js";
import { OpenSoundFont } from "./soundfonts.js";

/** Notes of one SoundFont, with their indices in the plan. */
export type RenderTask = readonly { index: number; note: Note }[];

const font = new OpenSoundFont();

serveRendering<RenderTask, { isSilent: boolean }>((task) =>
  task.map(({ index, note }) => ({
    index,
    path: clipPath(note),
    async render() {
      const bytes = await renderWav(font.bankOf(note.soundfont), note);
      return { bytes, result: { isSilent: bytes === null } };
    },
  })),
);
