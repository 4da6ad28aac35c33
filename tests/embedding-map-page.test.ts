// Tests the page of an embedding map: its contents and, in a browser, the pointer over a clip.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { encodeMuLaw } from "../src/audio/mu-law.js";
import type { EmbeddingsItem } from "../src/items.js";
import { mapPage } from "../src/tracking/wandb/map-page.js";
import { findChromium, openPage } from "./support/browser.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-map-"));
const tone = (numSamples: number): Uint8Array =>
  encodeMuLaw(Float32Array.from({ length: numSamples }, (_, i) => 0.5 * Math.sin(i / 4)));
mkdirSync(join(folder, "media"));
writeFileSync(join(folder, "media", "sounds.ulaw"), Buffer.concat([tone(800), tone(1600)]));

const item: EmbeddingsItem = {
  kind: "embeddings",
  evaluatedAtStep: 480,
  names: ["0: a.wav", "1: a/long/way/b.wav", "2: </script><b>c.wav"],
  labels: ["dog", "rain", "dog"],
  predicted: ["dog", "dog", "dog"],
  x: [0, 10, 0],
  y: [0, 0, 10],
  vectors: null,
  sounds: { path: "media/sounds.ulaw", sampleRateHz: 8000, offsets: [0, 800, 2400, 2400] },
};

it("is self-contained, accepts any clip name, and omits missing sounds", () => {
  const page = mapPage(item, folder);
  expect(page).not.toMatch(/(src|href)=|https?:|<b>c\.wav/);
  const data = (text: string) => JSON.parse(/id="data">(.*?)<\/script>/.exec(text)![1]!);
  expect(data(page)).toMatchObject({ step: 480, names: item.names, x: item.x });
  expect(Buffer.from(data(page).sounds.base64, "base64").length).toBe(2400);
  expect(
    data(mapPage({ ...item, sounds: { ...item.sounds!, path: "media/gone" } }, folder)).sounds,
  ).toBeNull();
});

it("has the judgement of the task, in older records that of equal texts, and places on a scale for many numbers", () => {
  const data = (shown: EmbeddingsItem) =>
    JSON.parse(/id="data">(.*?)<\/script>/.exec(mapPage(shown, folder))![1]!);
  expect(data(item)).toMatchObject({ isCorrect: [true, false, true], scale: null });
  expect(data({ ...item, isCorrect: [false, true, true] }).isCorrect).toEqual([false, true, true]);
  const labels = Array.from({ length: 25 }, (_, i) => String(i / 4 - 2));
  const numbers = data({ ...item, labels, isCorrect: null });
  expect(numbers.isCorrect).toBeNull();
  expect([numbers.scale[0], numbers.scale[6], numbers.scale[24]]).toEqual([0, 0.25, 1]);
  expect(data({ ...item, labels: ["", ...labels], isCorrect: null }).scale).toBeNull();
});

const chromium = findChromium();

it.skipIf(chromium === null)("shows the name of the clip under the pointer, and plays it", async () => {
  writeFileSync(join(folder, "map.html"), mapPage(item, folder));
  const { page, close } = await openPage(chromium!);
  try {
    await page.goto(pathToFileURL(join(folder, "map.html")).href);
    const at = (clip: number) =>
      page.evaluate<[number, number]>(`(() => {
        const box = stage.getBoundingClientRect();
        const [px, py] = toScreen(${clip}, box);
        return [box.left + px, box.top + py];
      })()`);
    const tip = () => page.evaluate<string>(`tip.style.visibility === "visible" ? tip.innerText : ""`);
    const played = () => page.evaluate<{ clip: number; numSamples: number }[]>("window.played");
    await page.mouse.move(...(await at(1)));
    expect(await tip()).toMatch(/^rain\npredicted dog\nway\/b\.wav$/);
    // A browser plays no sound until the page was clicked.
    expect(await played()).toEqual([]);
    await page.mouse.click(...(await at(1)));
    await page.evaluate("audio.resume()");
    await page.mouse.move(...(await at(0)));
    expect(await tip()).toMatch(/^dog\npredicted correctly\na\.wav$/);
    expect((await played()).at(-1)).toEqual({ clip: 0, numSamples: 800 });
    await page.mouse.move(...(await at(1)));
    expect((await played()).at(-1)).toEqual({ clip: 1, numSamples: 1600 });
    const count = (await played()).length;
    await page.mouse.move(...(await at(2)));
    expect(await tip()).toContain("</script><b>c.wav · no sound in this page");
    expect((await played()).length).toBe(count);
    // Clips of a hidden label have no tooltip.
    await page.evaluate(`document.querySelector("#labels button").click()`);
    await page.mouse.move(5, 300);
    await page.mouse.move(...(await at(0)));
    expect(await tip()).toBe("");
  } finally {
    await close();
  }
});
