/** Corrections of a set's annotations: read, appended, undone. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Correction, CorrectionList } from "../../../../src/dashboard/api.js";
import { type ApiError, getJson, isRemoved, postJson } from "../data/client.js";

export class Corrections {
  readonly list = signal<CorrectionList | null>(null);
  /** The last failure, for people; empty for none. */
  readonly problem = signal("");
  readonly #address: string;
  readonly #split: string;
  #generation = 0;
  /** States before the changes of this page, the newest last. */
  readonly done = signal<readonly Correction[]>([]);

  constructor(run: string, split: string) {
    this.#address = `/api/runs/${run}/corrections`;
    this.#split = split;
  }

  get exportAddress(): string {
    return `${this.#address}/export?split=${encodeURIComponent(this.#split)}`;
  }

  /** @param generation of the run, as of the reading of its sets */
  async read(generation = this.#generation): Promise<void> {
    this.#generation = generation;
    try {
      this.list.value = await getJson(
        `${this.#address}?split=${encodeURIComponent(this.#split)}&generation=${generation}`,
      );
    } catch (error) {
      if (!isRemoved(error)) this.problem.value = (error as ApiError).message;
    }
  }

  /** The annotation of a clip by now; null if it is rejected. @param recorded the one that the run read */
  labelOf(clip: number, recorded: string): string | null {
    const found = this.list.value?.corrections.find((one) => one.clip === clip);
    return found === undefined ? recorded : found.label;
  }

  /** Changes a clip's annotation; null rejects it. */
  async change(clip: number, label: string | null, recorded: string): Promise<void> {
    const was = this.labelOf(clip, recorded);
    if (label === was) return;
    if (!(await this.#send({ split: this.#split, clip, label, was }))) return;
    // Read back from the server: a person's text has a canonical form.
    const now = this.labelOf(clip, recorded);
    this.done.value = [...this.done.value, { split: this.#split, clip, label: was, was: now }];
  }

  /** Appends the state before the last change of this page. Returns its clip; null for none. */
  async undo(): Promise<number | null> {
    const last = this.done.value.at(-1);
    if (last === undefined) return null;
    if (await this.#send(last)) this.done.value = this.done.value.slice(0, -1);
    return last.clip;
  }

  async #send(correction: Correction): Promise<boolean> {
    try {
      this.list.value = await postJson<CorrectionList>(this.#address, correction);
      this.problem.value = "";
      return true;
    } catch (error) {
      this.problem.value = (error as ApiError).message;
      if ((error as ApiError).code === "CHANGED") await this.read();
      return false;
    }
  }
}

const opened = new Map<string, Corrections>();

/** The corrections of a set, the same on every page. */
export function useCorrections(run: string, split: string, generation: number): Corrections {
  const key = `${run} ${split}`;
  let corrections = opened.get(key);
  if (corrections === undefined) {
    corrections = new Corrections(run, split);
    opened.set(key, corrections);
  }
  useEffect(() => void corrections.read(generation), [key, generation]);
  return corrections;
}
