import type { ClipList, RunDetail } from "../api.js";
import { JoinedSplits, partsText } from "../joined-splits.js";
import type { Ask } from "../route.js";
import { Budget, soundsByWorth, spread } from "./choose.js";
import type { PathHider } from "./hide-paths.js";
import {
  type Asked,
  askFor,
  askForJson,
  type ExportOptions,
  encodeAnswer,
  jsonBytes,
  type Keep,
  unlessMissing,
} from "./kept-answers.js";

/** Steps of evaluations in the page, by split. */
export type KeptEvaluations = Readonly<Record<string, readonly number[]>>;

interface ClipOptions extends ExportOptions {
  hider: PathHider;
}

/** For all splits together. */
const PREDICTION_BYTES = 20e6;
const MOST_EVALUATIONS = 40;
const NEIGHBOURS = 12;
/** Sounds that are missing, or too long for what is left, one after the other: others are not looked for among all. */
const MOST_LEFT_OUT = 20;
const MAP_PAUSE_MS = 200;

/** Keeps evaluations of all splits, with their clips, sounds and the map of the last one, and a map of all splits. */
export async function collectClips(
  ask: Ask,
  { key, evaluations, items }: RunDetail,
  options: ClipOptions,
  keep: Keep,
): Promise<{ kept: KeptEvaluations; numSounds: number }> {
  const splits = Object.entries(evaluations).filter(([, steps]) => steps.length > 0);
  const kept: Record<string, readonly number[]> = {};
  const sounds: { split: string; clip: number }[] = [];
  let soundBytes = options.mostSoundBytes;
  for (const [i, [split, steps]] of splits.entries()) {
    const set = new ClipSet(ask, key, split, options, keep);
    options.onProgress(`predictions of the ${split} set`);
    const last = await askFor(ask, set.address("predictions", steps.at(-1)!)).catch(unlessMissing);
    if (last === null || !(await set.keepClips())) continue;
    kept[split] = await set.keepPredictions(steps, last, PREDICTION_BYTES / splits.length);
    options.onProgress(`sounds of the ${split} set`);
    // Bytes that a set leaves over are for the sets after it.
    const share = soundBytes / (splits.length - i);
    const budget = new Budget(share);
    const clips = await set.keepSounds(steps.at(-1)!, soundsByWorth(last.bytes), budget);
    sounds.push(...clips.map((clip) => ({ split, clip })));
    soundBytes -= share - budget.left;
    options.onProgress(`map of the ${split} set`);
    await keepMap(ask, set.address("map", steps.at(-1)!), options, keep);
  }
  const joined = JoinedSplits.of({ evaluations: kept, items });
  if (joined !== null) {
    options.onProgress("map of all splits");
    const at = `/api/runs/${key}`;
    const parts = `parts=${encodeURIComponent(partsText(joined.at(joined.defaultStep)))}`;
    await keepMap(ask, `${at}/map?${parts}&step=${joined.defaultStep}`, options, keep);
    for (const { split, clip } of sounds)
      await keepNeighbours(
        ask,
        `${at}/neighbours?split=${encodeURIComponent(split)}&clip=${clip}&${parts}`,
        keep,
      );
  }
  return { kept, numSounds: sounds.length };
}

class ClipSet {
  readonly #ask: Ask;
  readonly #run: string;
  readonly #split: string;
  readonly #options: ClipOptions;
  readonly #keep: Keep;

  constructor(ask: Ask, run: string, split: string, options: ClipOptions, keep: Keep) {
    this.#ask = ask;
    this.#run = run;
    this.#split = split;
    this.#options = options;
    this.#keep = keep;
  }

  address(what: string, step: number | null): string {
    const which = `split=${encodeURIComponent(this.#split)}${step === null ? "" : `&step=${step}`}`;
    return `/api/runs/${this.#run}/${what}?${which}`;
  }

  /** Keeps the names of the clips. @returns false if they cannot be read, as then nothing of the set can be shown */
  async keepClips(): Promise<boolean> {
    const { hider } = this.#options;
    const address = this.address("clips", null);
    const list = await askForJson<ClipList>(this.#ask, address).catch(unlessMissing);
    if (list === null) return false;
    const shown: ClipList = {
      clips: list.clips.map((clip) => ({ ...clip, name: hider.text(clip.name) })),
      // The reason names folders of this machine, and its advice is for who exported the page.
      silentBecause:
        list.silentBecause === null && this.#options.mostSoundBytes > 0
          ? null
          : "This page was exported without sounds.",
    };
    this.#keep(await encodeAnswer(address, jsonBytes(shown)));
    return true;
  }

  /** Keeps the last evaluation, and as many others as fit, spread evenly. @returns their steps */
  async keepPredictions(steps: readonly number[], last: Asked, mostBytes: number): Promise<number[]> {
    const encoded = await encodeAnswer(this.address("predictions", steps.at(-1)!), last);
    const most = Math.max(1, Math.min(MOST_EVALUATIONS, Math.floor(mostBytes / encoded.base64.length)));
    const kept: number[] = [];
    for (const step of spread(steps, most).slice(0, -1)) {
      const address = this.address("predictions", step);
      const predictions = await askFor(this.#ask, address).catch(unlessMissing);
      if (predictions === null) continue;
      this.#keep(await encodeAnswer(address, predictions));
      kept.push(step);
    }
    this.#keep(encoded);
    return [...kept, steps.at(-1)!];
  }

  /** Keeps sounds while they fit, and the nearest clips of each. @returns their clips */
  async keepSounds(step: number, clips: readonly number[], budget: Budget): Promise<number[]> {
    const kept: number[] = [];
    let numLeftOut = 0;
    for (const clip of clips) {
      if (budget.left <= 0 || numLeftOut === MOST_LEFT_OUT) break;
      const address = `${this.address("sound", null)}&clip=${clip}`;
      const sound = await askFor(this.#ask, address).catch(unlessMissing);
      const encoded = sound === null ? null : await encodeAnswer(address, sound);
      if (encoded === null || !budget.take(encoded.base64.length)) {
        numLeftOut++;
        continue;
      }
      numLeftOut = 0;
      kept.push(clip);
      this.#keep(encoded);
      await keepNeighbours(this.#ask, `${this.address("neighbours", step)}&clip=${clip}`, this.#keep);
    }
    return kept;
  }
}

async function keepNeighbours(ask: Ask, address: string, keep: Keep): Promise<void> {
  const found = await askFor(ask, `${address}&count=${NEIGHBOURS}`).catch(unlessMissing);
  if (found !== null) keep(await encodeAnswer(address, found));
}

/** Keeps a map, if the model has embeddings and it is computed in time. */
async function keepMap(
  ask: Ask,
  address: string,
  { signal, mapPatienceMs }: ExportOptions,
  keep: Keep,
): Promise<void> {
  const untilMs = performance.now() + mapPatienceMs;
  for (;;) {
    signal.throwIfAborted();
    const map = await askFor(ask, address).catch(unlessMissing);
    if (map === null) return;
    if (map.status === 200) return keep(await encodeAnswer(address, map));
    if (performance.now() > untilMs) return;
    await new Promise((resolve) => setTimeout(resolve, MAP_PAUSE_MS));
  }
}
