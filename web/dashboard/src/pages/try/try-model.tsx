/** A run's model in the page: a microphone or a file, the spectrogram, and what the model predicts. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { TryAnswer } from "../../../../../src/dashboard/api.js";
import { useKeys } from "../../shell/keys.js";
import { type Answer, answerOf } from "./answer.js";
import { AnswerView } from "./answer-view.js";
import { decodeFile } from "./decode-file.js";
import { LevelMeter } from "./level-meter.js";
import { MelColumns, usualShape } from "./mel-columns.js";
import { type Microphone, openMicrophone } from "./microphone.js";
import { Model } from "./model-client.js";
import type { InputFormat } from "./model-input.js";
import { type Picture, SoundView } from "./sound-view.js";

/** Windows that are computed a second, if the model is fast enough. */
const HOP_MS = 250;
const MOST_COLUMNS = 800;

type Ready = TryAnswer & { metadata: NonNullable<TryAnswer["metadata"]> };

export function TryModel({ run, ready }: { run: string; ready: Ready }) {
  const { metadata } = ready;
  const rateHz = Number(metadata["sample_rate_hz"]);
  const clipSec = Number(metadata["clip_sec"]);
  const format: InputFormat = {
    sampleRateHz: rateHz,
    channels: metadata["channels"] ?? "mix",
    resampling: ready.resampling ?? "sinc_hann",
  };
  const clipSamples = Math.round(clipSec * rateHz);
  const model = useSignal<Model | null>(null);
  const problem = useSignal("");
  const answer = useSignal<Answer | null>(null);
  const picture = useSignal<Picture | null>(null);
  const note = useSignal("");
  const peak = useSignal(0);
  const isLive = useSignal(false);
  const isOver = useSignal(false);
  const live = useRef<Live | null>(null);
  const chooser = useRef<HTMLInputElement>(null);

  useEffect(() => {
    let isGone = false;
    Model.open(`/api/runs/${run}/try/model.onnx?digest=${ready.digest}`).then(
      (opened) => {
        if (isGone) opened.close();
        else model.value = opened;
      },
      (error: Error) => {
        problem.value = `The model cannot be loaded: ${error.message}`;
      },
    );
    return () => {
      isGone = true;
      live.current?.stop();
      model.value?.close();
    };
  }, [run, ready.digest]);

  const compute = async (channels: Float32Array[], fromHz: number, about: string): Promise<void> => {
    try {
      const { outputs, ms } = await model.value!.run(channels, fromHz, format, clipSamples);
      answer.value = answerOf(outputs, metadata);
      note.value = `${about}, computed in ${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
      problem.value = "";
    } catch (error) {
      problem.value = (error as Error).message;
    }
  };

  const stop = (): void => {
    live.current?.stop();
    live.current = null;
    isLive.value = false;
    peak.value = 0;
  };
  const listen = async (): Promise<void> => {
    if (live.current !== null) return stop();
    if (model.value === null) return;
    const started = new Live({
      clipSec,
      shape: ready.spectrogram ?? usualShape(rateHz),
      modelHz: rateHz,
      isBusy: () => model.value?.isBusy ?? true,
      show: (now, loudest) => {
        picture.value = now;
        peak.value = loudest;
      },
      compute: (channels, hz) => compute(channels, hz, `the last ${clipSec} s of the microphone`),
    });
    live.current = started;
    isLive.value = true;
    problem.value = "";
    try {
      await started.start();
    } catch (error) {
      stop();
      problem.value = (error as Error).message;
    }
  };
  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined || model.value === null) return;
    stop();
    note.value = `reading ${file.name}`;
    // The answer to the file before does not belong to this one.
    answer.value = null;
    picture.value = null;
    try {
      const { channels, sampleRateHz, durationSec } = await decodeFile(file, rateHz);
      const shape = ready.spectrogram ?? usualShape(rateHz);
      picture.value = pictureOf(channels[0]!, new MelColumns(shape, rateHz, sampleRateHz), sampleRateHz);
      await compute([...channels], sampleRateHz, `${file.name}, ${durationSec.toFixed(2)} s`);
    } catch (error) {
      note.value = "";
      problem.value = (error as Error).message;
    }
  };

  useKeys([
    { key: " ", label: "start or stop the microphone", run: () => void listen() },
    { key: "o", label: "choose a file", run: () => chooser.current?.click() },
  ]);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
      isOver.value = true;
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) isOver.value = false;
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      isOver.value = false;
      void open(event.dataTransfer?.files[0]);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);

  const isLoading = model.value === null && problem.value === "";
  return (
    <div class={`try-model ${isOver.value ? "over" : ""}`}>
      <div class="controls">
        <button
          type="button"
          class={isLive.value ? "" : "primary"}
          aria-pressed={isLive.value}
          disabled={model.value === null}
          onClick={() => void listen()}
        >
          {isLive.value ? "Stop" : "Microphone"}
        </button>
        <button type="button" disabled={model.value === null} onClick={() => chooser.current?.click()}>
          Choose a file
        </button>
        <input
          ref={chooser}
          type="file"
          accept="audio/*"
          hidden
          aria-label="A recording"
          onChange={({ currentTarget }) => {
            void open(currentTarget.files?.[0]);
            currentTarget.value = "";
          }}
        />
        <LevelMeter peak={peak.value} />
      </div>
      <p class="note" role="status">
        {problem.value !== "" ? (
          <span class="problem">{problem.value}</span>
        ) : isLoading ? (
          "Loading the model"
        ) : isLive.value ? (
          "Listening"
        ) : (
          note.value || "Press Microphone, or drop a sound anywhere on the page. Nothing leaves this machine."
        )}
      </p>
      <SoundView
        picture={picture.value}
        label={
          isLive.value
            ? "Spectrogram of the microphone, as the model's front end computes it"
            : "Spectrogram of the sound, as the model's front end computes it"
        }
      />
      <AnswerView answer={answer.value} />
      <p class="small muted timing">{isLive.value ? note.value : ""}</p>
    </div>
  );
}

function pictureOf(samples: Float32Array, mel: MelColumns, rateHz: number): Picture {
  const hop = Math.max(mel.hopSamples, Math.ceil(samples.length / MOST_COLUMNS));
  const count = Math.max(1, Math.ceil(samples.length / hop));
  const lengthSec = samples.length / rateHz;
  return {
    columns: Array.from({ length: count }, (_, i) => mel.column(samples, i * hop)),
    ...{ centresHz: mel.centresHz, numColumns: count, lengthSec, endSec: lengthSec },
  };
}

interface LiveOptions {
  clipSec: number;
  shape: NonNullable<TryAnswer["spectrogram"]>;
  modelHz: number;
  isBusy(): boolean;
  show(picture: Picture, peak: number): void;
  compute(channels: Float32Array[], rateHz: number): void;
}

/** The microphone's last seconds, as a picture and as windows for the model. */
class Live {
  readonly #options: LiveOptions;
  #microphone: Microphone | null = null;
  #mel: MelColumns | null = null;
  /** The last seconds of each channel, the newest at the end. */
  #kept: Float32Array[] = [];
  #numTaken = 0;
  #columns: Float32Array[] = [];
  #nextColumn = 0;
  #computedMs = 0;
  #peak = 0;
  #isStopped = false;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const opened = await openMicrophone((channels) => this.#take(channels));
    // Stopped while the browser asked for permission.
    if (this.#isStopped) return opened.stop();
    this.#microphone = opened;
    this.#mel = new MelColumns(this.#options.shape, this.#options.modelHz, opened.sampleRateHz);
  }

  stop(): void {
    this.#isStopped = true;
    this.#microphone?.stop();
  }

  #take(channels: Float32Array[]): void {
    // Pieces that were on their way when it was stopped come afterwards.
    if (this.#isStopped || this.#microphone === null || this.#mel === null) return;
    const { sampleRateHz } = this.#microphone;
    const { clipSec, show, compute, isBusy } = this.#options;
    const lengthSec = Math.max(4, clipSec);
    const capacity = Math.ceil(lengthSec * sampleRateHz);
    if (this.#kept.length !== channels.length) this.#kept = channels.map(() => new Float32Array(capacity));
    const count = channels[0]!.length;
    this.#peak *= 0.85;
    for (const [i, samples] of channels.entries()) {
      const kept = this.#kept[i]!;
      kept.copyWithin(0, count);
      kept.set(samples, capacity - count);
      for (const sample of samples) this.#peak = Math.max(this.#peak, Math.abs(sample));
    }
    this.#numTaken += count;
    const hop = Math.max(this.#mel.hopSamples, Math.ceil(capacity / MOST_COLUMNS));
    const numColumns = Math.ceil(capacity / hop);
    // A column is complete when the samples around it have come.
    for (; this.#nextColumn + hop <= this.#numTaken; this.#nextColumn += hop) {
      const centre = capacity - (this.#numTaken - this.#nextColumn);
      if (centre >= 0) this.#columns.push(this.#mel.column(this.#kept[0]!, centre));
    }
    this.#columns = this.#columns.slice(-numColumns);
    show(
      { columns: this.#columns, centresHz: this.#mel.centresHz, lengthSec, numColumns, endSec: 0 },
      this.#peak,
    );
    const clip = Math.min(Math.round(clipSec * sampleRateHz), this.#numTaken);
    if (performance.now() - this.#computedMs < HOP_MS || isBusy() || clip < 0.1 * sampleRateHz) return;
    this.#computedMs = performance.now();
    compute(
      this.#kept.map((kept) => kept.slice(capacity - clip)),
      sampleRateHz,
    );
  }
}
