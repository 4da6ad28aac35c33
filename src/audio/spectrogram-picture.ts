import { encodePng, type Palette } from "./png.js";

/** Every 15th colour of matplotlib's magma (Smith and van der Walt, 2015, CC0); between them it is nearly linear. */
const MAGMA =
  "000004 090720 1a1042 311165 4a1079 621980 792282 912b81 aa337d c23b75 d9466b ec5860 f7725c fc8e64 feaa74 fec68a fde2a3 fcfdbf";

/** Values this far below the loudest, or further, are drawn as silence. */
const RANGE_DB = 80;
/** Smallest picture that is readable in a table, in pixels. */
const MIN_HEIGHT = 128;
const MIN_WIDTH = 192;
/** Long clips are drawn with the loudest of several frames in each column. */
const MAX_WIDTH = 1024;
/** Decibels of a unit of the natural logarithm of power. */
const DB_PER_NEPER = 10 / Math.log(10);

/**
 * Draws a spectrogram (logarithms, [numMels, numFrames] row-major) as a PNG: low bands at the bottom, time to the right, a
 * range of 80 dB in the colours of magma. Small pictures are enlarged by whole pixels.
 *
 * @param dbPerUnit decibels of a unit, by default of natural logarithms of power; null draws the range of all values
 */
export function spectrogramPicture(
  logMel: Float32Array,
  numMels: number,
  dbPerUnit: number | null = DB_PER_NEPER,
): Buffer {
  const numFrames = logMel.length / numMels;
  const framesPerColumn = Math.ceil(numFrames / MAX_WIDTH);
  const numColumns = Math.ceil(numFrames / framesPerColumn);
  const pixelsPerMel = Math.ceil(MIN_HEIGHT / numMels);
  const pixelsPerColumn = Math.ceil(MIN_WIDTH / numColumns);
  const loudest = logMel.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const scale = dbPerUnit ?? fullScale(logMel, loudest);
  const [width, height] = [numColumns * pixelsPerColumn, numMels * pixelsPerMel];
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const mel = numMels - 1 - Math.floor(y / pixelsPerMel);
    for (let x = 0; x < width; x++) {
      const first = mel * numFrames + Math.floor(x / pixelsPerColumn) * framesPerColumn;
      let value = logMel[first]!;
      for (let at = first + 1; at < Math.min(first + framesPerColumn, (mel + 1) * numFrames); at++)
        value = Math.max(value, logMel[at]!);
      const belowDb = (loudest - value) * scale;
      pixels[y * width + x] = Math.round(255 * Math.max(0, 1 - belowDb / RANGE_DB));
    }
  }
  return encodePng(pixels, width, height, magma());
}

/** Returns the factor that makes the range of all values the range of the picture. */
function fullScale(values: Float32Array, largest: number): number {
  const smallest = values.reduce((least, value) => Math.min(least, value), largest);
  return largest > smallest ? RANGE_DB / (largest - smallest) : 0;
}

let palette: Palette | null = null;

function magma(): Palette {
  if (palette !== null) return palette;
  const anchors = MAGMA.split(" ").map((hex) => Buffer.from(hex, "hex"));
  palette = new Uint8Array(3 * 256);
  for (let i = 0; i < 256; i++) {
    const at = (i * (anchors.length - 1)) / 255;
    const [from, share] = [Math.floor(at), at % 1];
    for (let c = 0; c < 3; c++) {
      const [low, high] = [anchors[from]![c]!, (anchors[from + 1] ?? anchors[from])![c]!];
      palette[3 * i + c] = Math.round(low + share * (high - low));
    }
  }
  return palette;
}
