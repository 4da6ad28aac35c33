/** Reads the server's sounds: WAV of 16-bit samples. Read here, samples keep their own rate; decodeAudioData would change it. */

export interface Sound {
  sampleRateHz: number;
  /** One for each channel, of equal length. */
  channels: readonly Float32Array<ArrayBuffer>[];
  durationSec: number;
}

/** @throws Error for anything else than 16-bit PCM in a WAV file */
export function decodeWav(bytes: ArrayBuffer): Sound {
  const view = new DataView(bytes);
  const text = (at: number): string =>
    at + 4 <= view.byteLength ? String.fromCharCode(...new Uint8Array(bytes, at, 4)) : "";
  if (text(0) !== "RIFF" || text(8) !== "WAVE") throw new Error("sound: expected a WAV file");
  let format: { numChannels: number; sampleRateHz: number } | null = null;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (text(at) === "fmt " && start + 16 <= view.byteLength) {
      if (view.getUint16(start + 14, true) !== 16) throw new Error("sound: expected 16-bit samples");
      format = {
        numChannels: view.getUint16(start + 2, true),
        sampleRateHz: view.getUint32(start + 4, true),
      };
    } else if (text(at) === "data" && format !== null) {
      const end = Math.min(start + size, view.byteLength);
      return samplesOf(view, start, end, format);
    }
    at = start + size + (size % 2);
  }
  throw new Error("sound: the WAV file has no samples");
}

function samplesOf(
  view: DataView,
  start: number,
  end: number,
  { numChannels, sampleRateHz }: { numChannels: number; sampleRateHz: number },
): Sound {
  const numFrames = Math.floor((end - start) / (2 * numChannels));
  const channels = Array.from({ length: numChannels }, (_, c) =>
    Float32Array.from(
      { length: numFrames },
      (_, i) => view.getInt16(start + 2 * (i * numChannels + c), true) / 32768,
    ),
  );
  return { sampleRateHz, channels, durationSec: numFrames / sampleRateHz };
}
