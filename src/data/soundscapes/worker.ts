/* A rendering thread: receives scenes, and answers the events of each. */
import { OpenSoundFont } from "../instruments/soundfonts.js";
import { serveRendering } from "../rendering/serve.js";
import type { EventSpan } from "./events.js";
import { type Scene, scenePath } from "./plan.js";
import { encodeScene, renderScene } from "./scene.js";

/** A scene with its place in the plan. */
export interface SceneTask {
  place: number;
  scene: Scene;
}

const font = new OpenSoundFont();

serveRendering<SceneTask, EventSpan[]>(({ place, scene }) => [
  {
    index: place,
    path: scenePath(scene),
    async render() {
      const rendered = await renderScene(font.bankOf(scene.soundfont), scene);
      return { bytes: encodeScene(rendered), result: rendered.events };
    },
  },
]);
