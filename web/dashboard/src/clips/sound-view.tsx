import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type SoundPicture, soundPicture } from "../audio/pictures.js";
import { player } from "../audio/player.js";
import { kilohertzTicks } from "../audio/stft.js";
import type { TimedSpan } from "../predictions/evaluation.js";

export interface SoundViewProps {
  /** Address of the sound. */
  address: string;
  name: string;
  height: number;
  /** Reason why it cannot be played; null if it can. */
  silentBecause: string | null;
  /** Spans under the picture: true and predicted events. */
  spans?: { truth: readonly TimedSpan[]; predicted: readonly TimedSpan[]; labels: readonly string[] };
  onPlay?: () => void;
}

/** Columns of a picture: enough for any width on a page. */
const COLUMNS = 600;
/** Movement that is a selection and no click, in pixels. */
const LEAST_DRAG = 5;
/** A list that scrolls by loads no sounds. */
const PAUSE_MS = 80;

/** A spectrogram that plays: a click seeks, dragging selects a stretch that is repeated. The picture stays, a line moves. */
export function SoundView({ address, name, height, silentBecause, spans, onPlay }: SoundViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const selection = useRef<HTMLDivElement>(null);
  const picture = useSignal<SoundPicture | null>(null);
  const problem = useSignal("");
  const isPlaying = useComputed(() => player.playing.value === address);

  useEffect(() => {
    picture.value = null;
    problem.value = "";
    if (silentBecause !== null) return;
    let isGone = false;
    const timer = setTimeout(() => {
      soundPicture(address, COLUMNS).then(
        (result) => {
          if (!isGone) picture.value = result;
        },
        (error: Error) => {
          if (!isGone) problem.value = error.message;
        },
      );
    }, PAUSE_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [address, silentBecause]);

  useEffect(() => {
    if (picture.value === null) return;
    const { image } = picture.value;
    const element = canvas.current!;
    const whole = new OffscreenCanvas(image.width, image.height);
    whole.getContext("2d")!.putImageData(image, 0, 0);
    // Scaled here: a browser that scales a canvas leaves out rows.
    [element.width, element.height] = [
      image.width,
      Math.min(image.height, Math.ceil(height * devicePixelRatio)),
    ];
    const context = element.getContext("2d")!;
    context.imageSmoothingQuality = "high";
    context.drawImage(whole, 0, 0, element.width, element.height);
  }, [picture.value, height]);

  useEffect(() => {
    if (!isPlaying.value || picture.value === null) return;
    const { durationSec } = picture.value;
    let frame = 0;
    const move = (): void => {
      const share = Math.min(1, player.positionSec() / durationSec);
      if (line.current !== null) line.current.style.left = `${100 * share}%`;
      frame = requestAnimationFrame(move);
    };
    move();
    return () => cancelAnimationFrame(frame);
  }, [isPlaying.value, picture.value]);

  useEffect(() => {
    const element = stage.current!;
    let from: number | null = null;
    const shareAt = (event: PointerEvent): number => {
      const { left, width } = element.getBoundingClientRect();
      return Math.max(0, Math.min(1, (event.clientX - left) / width));
    };
    const isDrag = (share: number): boolean =>
      from !== null && Math.abs(share - from) * element.clientWidth >= LEAST_DRAG;
    const select = (a: number, b: number): void => {
      Object.assign(selection.current!.style, {
        left: `${100 * Math.min(a, b)}%`,
        width: `${100 * Math.abs(b - a)}%`,
      });
    };
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0 || picture.peek() === null) return;
      from = shareAt(event);
      element.setPointerCapture(event.pointerId);
      select(0, 0);
    };
    const onMove = (event: PointerEvent): void => {
      if (from !== null && isDrag(shareAt(event))) select(from, shareAt(event));
    };
    const onUp = (event: PointerEvent): void => {
      const shown = picture.peek();
      if (from === null || shown === null) return;
      const to = shareAt(event);
      const [a, b] = [Math.min(from, to), Math.max(from, to)].map((share) => share * shown.durationSec);
      const loop = isDrag(to) ? { fromSec: a!, toSec: b! } : null;
      from = null;
      start(loop === null ? to * shown.durationSec : a!, loop);
    };
    const onCancel = (): void => {
      from = null;
    };
    element.addEventListener("pointerdown", onDown);
    element.addEventListener("pointermove", onMove);
    element.addEventListener("pointerup", onUp);
    element.addEventListener("pointercancel", onCancel);
    return () => {
      element.removeEventListener("pointerdown", onDown);
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerup", onUp);
      element.removeEventListener("pointercancel", onCancel);
    };
  }, [address]);

  const start = (fromSec: number, loop: { fromSec: number; toSec: number } | null = null): void => {
    onPlay?.();
    player.play(address, { fromSec, loop }).catch((error: Error) => {
      problem.value = error.message;
    });
  };
  const message = silentBecause ?? problem.value;
  const shown = picture.value;
  return (
    <div class="sound">
      <div class="sound-picture" style={{ height: `${height}px` }}>
        <div class="sound-axis" aria-hidden="true">
          {shown !== null &&
            kilohertzTicks(shown.nyquistHz).map((kHz) => (
              <span key={kHz} style={{ bottom: `${(100 * kHz * 1000) / shown.nyquistHz}%` }}>
                {kHz}
              </span>
            ))}
          <span class="unit">kHz</span>
        </div>
        <div class="sound-stage" ref={stage}>
          <canvas ref={canvas} role="img" aria-label={`Spectrogram of ${name}`} hidden={shown === null} />
          <div class="sound-selection" ref={selection} />
          <div class="sound-line" ref={line} hidden={!isPlaying.value} />
          {message !== "" && (
            <p class="sound-problem" title={message}>
              {message}
            </p>
          )}
        </div>
        {silentBecause === null && (
          <button
            type="button"
            class="sound-play"
            aria-label={`${isPlaying.value ? "Stop" : "Play"} ${name}`}
            onClick={() => (isPlaying.value ? player.stop() : start(0))}
          >
            {isPlaying.value ? "■" : "▶"}
          </button>
        )}
        <span class="sound-length" aria-hidden="true">
          {shown === null ? "" : `${shown.durationSec.toFixed(2)} s`}
        </span>
      </div>
      {spans !== undefined && <Spans {...spans} durationSec={shown?.durationSec ?? null} />}
    </div>
  );
}

interface SpansProps {
  truth: readonly TimedSpan[];
  predicted: readonly TimedSpan[];
  labels: readonly string[];
  durationSec: number | null;
}

/** A row of true spans and one of predicted spans for each label that occurs. */
function Spans({ truth, predicted, labels, durationSec }: SpansProps) {
  const present = [...new Set([...truth, ...predicted].map(({ label }) => label))].sort((a, b) => a - b);
  const lastSec = Math.max(1e-3, ...[...truth, ...predicted].map(({ offsetSec }) => offsetSec));
  const total = durationSec ?? lastSec;
  const row = (label: number, spans: readonly TimedSpan[], kind: "true" | "predicted") =>
    spans
      .filter((span) => span.label === label)
      .map(({ onsetSec, offsetSec }) => (
        <span
          key={`${kind} ${onsetSec}`}
          class={`span ${kind}`}
          title={`${kind} ${labels[label]}: ${onsetSec.toFixed(2)} to ${offsetSec.toFixed(2)} s`}
          style={{
            left: `${(100 * onsetSec) / total}%`,
            width: `${Math.max(0.4, (100 * (offsetSec - onsetSec)) / total)}%`,
          }}
        />
      ));
  return (
    <div class="spans">
      {present.length === 0 && <p class="muted small">No events, none predicted</p>}
      {present.map((label) => (
        <div key={label} class="span-row">
          <span class="span-label" title={labels[label]}>
            {labels[label]}
          </span>
          <div class="span-track">
            {row(label, truth, "true")}
            {row(label, predicted, "predicted")}
          </div>
        </div>
      ))}
      {present.length > 0 && (
        <p class="small muted span-legend">
          <span class="span-key true" /> true <span class="span-key predicted" /> predicted
        </p>
      )}
    </div>
  );
}
