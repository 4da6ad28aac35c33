/** Corrections of annotations: read, appended, undone. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Correction, CorrectionList } from "../../../../src/dashboard/api.js";
import { type ApiError, getJson, postJson } from "../data/client.js";

/** A state before a change that a page made. */
interface Undoable extends Correction {
  /** Counts the changes of all splits. */
  order: number;
}

let numChanges = 0;

/** The corrections of a split. */
export class SplitCorrections {
  readonly split: string;
  readonly list = signal<CorrectionList | null>(null);
  /** The last failure, for people; empty for none. */
  readonly problem = signal("");
  readonly #address: string;
  /** States before the changes of this page, the newest last. */
  readonly done = signal<readonly Undoable[]>([]);

  constructor(run: string, split: string) {
    this.#address = `/api/runs/${run}/corrections`;
    this.split = split;
  }

  get exportAddress(): string {
    return `${this.#address}/export?split=${encodeURIComponent(this.split)}`;
  }

  async read(): Promise<void> {
    try {
      this.list.value = await getJson(`${this.#address}?split=${encodeURIComponent(this.split)}`);
    } catch (error) {
      this.problem.value = (error as ApiError).message;
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
    if (!(await this.#send({ split: this.split, clip, label, was }))) return;
    // Read back from the server: a person's text has a canonical form.
    const now = this.labelOf(clip, recorded);
    const before = { split: this.split, clip, label: was, was: now };
    this.done.value = [...this.done.value, { ...before, order: numChanges++ }];
  }

  /** Appends the state before the last change of this page. Returns its clip; null for none. */
  async undo(): Promise<number | null> {
    const last = this.done.value.at(-1);
    if (last === undefined) return null;
    const { order: _, ...before } = last;
    if (await this.#send(before)) this.done.value = this.done.value.slice(0, -1);
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

/** The corrections of the clips that a page shows: of one split, or of several. */
export class Corrections {
  readonly all: readonly SplitCorrections[];

  /** @param all at least one */
  constructor(all: readonly SplitCorrections[]) {
    this.all = all;
  }

  of(split: string): SplitCorrections {
    return this.all.find((one) => one.split === split) ?? this.all[0]!;
  }

  get canUndo(): boolean {
    return this.all.some(({ done }) => done.value.length > 0);
  }

  /** Undoes the last change of this page. Returns its clip; null for none. */
  async undo(): Promise<{ split: string; clip: number } | null> {
    const orderOf = ({ done }: SplitCorrections): number => done.value.at(-1)?.order ?? -1;
    const [newest] = this.all.toSorted((a, b) => orderOf(b) - orderOf(a));
    const clip = await newest!.undo();
    return clip === null ? null : { split: newest!.split, clip };
  }
}

/** One setting that trains with all corrections: `data.corrections=[a.jsonl, b.jsonl]`. */
export function joinSettings(settings: readonly string[]): string {
  const [first = "", ...more] = new Set(settings);
  return more.reduce((all, one) => `${all.slice(0, -1)}, ${one.slice(one.indexOf("[") + 1)}`, first);
}

const opened = new Map<string, SplitCorrections>();

/** The corrections of splits, the same on every page. */
export function useCorrections(run: string, splits: readonly string[]): Corrections {
  const all = splits.map((split) => {
    const key = `${run} ${split}`;
    const corrections = opened.get(key) ?? new SplitCorrections(run, split);
    opened.set(key, corrections);
    return corrections;
  });
  useEffect(() => {
    for (const corrections of all) void corrections.read();
  }, [`${run} ${splits.join()}`]);
  return new Corrections(all);
}
