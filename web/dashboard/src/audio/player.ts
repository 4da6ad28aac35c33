/** The page's one player. Sounds are decoded samples, so that a click in a spectrogram is exact to the sample. */
import { signal } from "@preact/signals";
import { Recent } from "../../../../src/recent.js";
import { getBytes } from "../data/client.js";
import { decodeWav, type Sound } from "./wav.js";

export interface Loop {
  fromSec: number;
  toSec: number;
}

export interface PlayOptions {
  fromSec?: number;
  loop?: Loop | null;
}

const MOST_BYTES = 128 * 2 ** 20;
const PARALLEL_LOADS = 4;

const sizeOf = (sound: Sound): number => 4 * sound.channels.reduce((sum, one) => sum + one.length, 0);

/** Plays one sound at a time. The address of a sound identifies it. */
class Player {
  /** Address of the sound that plays; null for silence. */
  readonly playing = signal<string | null>(null);
  /** The stretch that was last repeated, of which sound; null after playing without one. */
  readonly selected = signal<(Loop & { address: string }) | null>(null);
  /** Speed: 1 is the recorded one; pitch changes with it. */
  readonly rate = signal(1);
  /** The loudness of the last moment goes through here: tests read it, and a meter may. */
  analyser: AnalyserNode | null = null;
  #context: AudioContext | null = null;
  #source: AudioBufferSourceNode | null = null;
  #startedAt = 0;
  #fromSec = 0;
  #loop: Loop | null = null;
  #durationSec = 0;
  /** Raised by each call that changes what plays: an older one that still loads gives up. */
  #turn = 0;
  readonly #sounds = new Recent<Sound>(MOST_BYTES, sizeOf);
  readonly #loading = new Map<string, Promise<Sound>>();
  #numLoading = 0;
  readonly #waiting: (() => void)[] = [];

  /** True after a person's first click or key: before it, browsers let no page play. */
  get isAllowed(): boolean {
    return this.#context?.state === "running" || navigator.userActivation?.hasBeenActive === true;
  }

  /** Returns a decoded sound, from memory if it was loaded before. */
  load(address: string): Promise<Sound> {
    const known = this.#sounds.get(address);
    if (known !== undefined) return Promise.resolve(known);
    let loading = this.#loading.get(address);
    if (loading === undefined) {
      loading = this.#fetch(address).finally(() => this.#loading.delete(address));
      this.#loading.set(address, loading);
    }
    return loading;
  }

  /** Plays from a time; a sound that plays already jumps there. Rejects if the sound cannot be loaded. */
  async play(address: string, { fromSec = 0, loop = null }: PlayOptions = {}): Promise<void> {
    const turn = ++this.#turn;
    this.selected.value = loop === null ? null : { ...loop, address };
    const context = this.#open();
    const sound = await this.load(address);
    if (turn !== this.#turn) return;
    if (context.state === "suspended") await context.resume();
    if (turn !== this.#turn) return;
    this.#halt();
    const buffer = context.createBuffer(
      sound.channels.length,
      sound.channels[0]!.length || 1,
      sound.sampleRateHz,
    );
    for (const [c, samples] of sound.channels.entries()) buffer.copyToChannel(samples, c);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.playbackRate.value = this.rate.value;
    if (loop !== null) Object.assign(source, { loop: true, loopStart: loop.fromSec, loopEnd: loop.toSec });
    source.connect(this.analyser!);
    source.onended = () => {
      if (this.#source === source) this.stop();
    };
    source.start(0, Math.min(fromSec, Math.max(0, sound.durationSec - 1e-3)));
    this.#source = source;
    this.#startedAt = context.currentTime;
    this.#fromSec = fromSec;
    this.#loop = loop;
    this.#durationSec = sound.durationSec;
    this.playing.value = address;
  }

  stop(): void {
    this.#turn++;
    this.#halt();
    this.playing.value = null;
  }

  setRate(rate: number): void {
    if (this.#source !== null && this.#context !== null) {
      this.#fromSec = this.positionSec();
      this.#startedAt = this.#context.currentTime;
      this.#source.playbackRate.value = rate;
    }
    this.rate.value = rate;
  }

  /** Seconds from the start of the sound that plays; 0 in silence. */
  positionSec(): number {
    if (this.#source === null || this.#context === null) return 0;
    const at = this.#fromSec + (this.#context.currentTime - this.#startedAt) * this.rate.value;
    const loop = this.#loop;
    if (loop === null || at < loop.toSec) return Math.min(at, this.#durationSec);
    return loop.fromSec + ((at - loop.fromSec) % Math.max(1e-3, loop.toSec - loop.fromSec));
  }

  #halt(): void {
    if (this.#source === null) return;
    this.#source.onended = null;
    this.#source.stop();
    this.#source.disconnect();
    this.#source = null;
  }

  /** One for the page: browsers limit their number. Opened by a gesture, as one opened before starts suspended. */
  #open(): AudioContext {
    if (this.#context !== null) return this.#context;
    const context = new AudioContext();
    this.analyser = context.createAnalyser();
    this.analyser.connect(context.destination);
    this.#context = context;
    return context;
  }

  async #fetch(address: string): Promise<Sound> {
    if (this.#numLoading >= PARALLEL_LOADS)
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    this.#numLoading++;
    try {
      const sound = decodeWav(await getBytes(address));
      this.#sounds.set(address, sound);
      return sound;
    } finally {
      this.#numLoading--;
      // The newest first: it is what the person looks at now.
      this.#waiting.pop()?.();
    }
  }
}

export const player = new Player();
