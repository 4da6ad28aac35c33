/** The sound as the model's spectrogram, with the times and frequencies at its edges. */
import { MAGMA } from "../../audio/magma.js";
import { formatNumber } from "../../format/numbers.js";
import { Canvas } from "../../plot/canvas.js";
import { linear, ticks } from "../../plot/scale.js";
import { cssColor } from "../../shell/theme.js";

export interface Picture {
  /** Decibels of each row, the lowest first, by column. */
  columns: readonly Float32Array[];
  centresHz: readonly number[];
  /** Seconds of the whole width, of which columns may fill the right part. */
  lengthSec: number;
  /** Columns of the whole width. */
  numColumns: number;
  /** Time at the right edge: 0 for now. */
  endSec: number;
}

const RANGE_DB = 80;
const [LEFT, BOTTOM] = [44, 22];
export const HEIGHT = 240;

export function SoundView({ picture, label }: { picture: Picture | null; label: string }) {
  return (
    <Canvas
      height={HEIGHT}
      label={label}
      draw={(context, width, height) => {
        context.fillStyle = cssColor("--raised");
        context.fillRect(LEFT, 0, width - LEFT, height - BOTTOM);
        if (picture === null) return;
        drawColumns(picture, context, width, height);
        drawEdges(picture, context, width, height);
      }}
    />
  );
}

let scratch: OffscreenCanvas | null = null;

function drawColumns(
  { columns, numColumns }: Picture,
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
): void {
  const rows = columns[0]?.length ?? 0;
  if (rows === 0) return;
  let top = -60;
  for (const column of columns) for (const db of column) top = Math.max(top, db);
  scratch ??= new OffscreenCanvas(1, 1);
  [scratch.width, scratch.height] = [columns.length, rows];
  const canvas = scratch.getContext("2d")!;
  const image = canvas.createImageData(columns.length, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (const [x, column] of columns.entries())
    for (let row = 0; row < rows; row++) {
      const share = Math.min(1, Math.max(0, 1 + (column[row]! - top) / RANGE_DB));
      pixels[(rows - 1 - row) * columns.length + x] = MAGMA[Math.round(255 * share)]!;
    }
  canvas.putImageData(image, 0, 0);
  const drawn = ((width - LEFT) * columns.length) / numColumns;
  context.imageSmoothingEnabled = true;
  context.drawImage(scratch, 0, 0, columns.length, rows, width - drawn, 0, drawn, height - BOTTOM);
}

function drawEdges(picture: Picture, context: CanvasRenderingContext2D, width: number, height: number): void {
  const { centresHz, lengthSec, endSec } = picture;
  context.font = `12px ${cssColor("--sans")}`;
  context.fillStyle = cssColor("--muted");
  context.textAlign = "right";
  context.textBaseline = "middle";
  const rowHeight = (height - BOTTOM) / centresHz.length;
  for (const khz of [0.25, 0.5, 1, 2, 4, 8, 16]) {
    const row = centresHz.findIndex((hz) => hz >= khz * 1000);
    if (row > 0) context.fillText(`${khz} k`, LEFT - 6, height - BOTTOM - row * rowHeight);
  }
  context.textBaseline = "top";
  context.textAlign = "center";
  const scale = linear([endSec - lengthSec, endSec], 0);
  for (const sec of ticks(scale, (width - LEFT) / 110)) {
    const x = LEFT + ((sec - endSec + lengthSec) / lengthSec) * (width - LEFT);
    const half = 16;
    context.fillText(
      `${formatNumber(sec, 3)} s`,
      Math.min(Math.max(x, LEFT + half), width - half),
      height - BOTTOM + 6,
    );
  }
}
