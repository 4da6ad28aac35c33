import { encodePng } from "../../audio/png.js";
import { LETTER_HEIGHT, LETTER_WIDTH, letterRows } from "./font.js";

export type Color = readonly [red: number, green: number, blue: number];

const WHITE: Color = [255, 255, 255];

/** An image to draw into, initially white, with at most 256 colours. */
export class Raster {
  readonly width: number;
  readonly height: number;
  /** Indices into the palette, [height, width]. */
  readonly #pixels: Uint8Array;
  readonly #palette: Color[] = [WHITE];

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#pixels = new Uint8Array(width * height);
  }

  /** Clips to the image, as all drawing methods do. */
  dot(x: number, y: number, color: Color): void {
    const [column, row] = [Math.round(x), Math.round(y)];
    if (column < 0 || row < 0 || column >= this.width || row >= this.height) return;
    this.#pixels[row * this.width + column] = this.#place(color);
  }

  fill(x: number, y: number, width: number, height: number, color: Color): void {
    for (let row = y; row < y + height; row++)
      for (let column = x; column < x + width; column++) this.dot(column, row, color);
  }

  /** Draws a line two pixels wide. */
  line(x0: number, y0: number, x1: number, y1: number, color: Color): void {
    const numSteps = Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))));
    for (let i = 0; i <= numSteps; i++) {
      const [x, y] = [x0 + ((x1 - x0) * i) / numSteps, y0 + ((y1 - y0) * i) / numSteps];
      this.fill(Math.round(x), Math.round(y), 2, 2, color);
    }
  }

  /** @param x, y the upper left corner; for vertical text the lower left one */
  text(x: number, y: number, text: string, color: Color, direction: "right" | "up" = "right"): void {
    for (const [i, letter] of [...text].entries()) {
      for (const [row, bits] of letterRows(letter).entries()) {
        for (let column = 0; column < LETTER_WIDTH; column++) {
          if (((bits >> (7 - column)) & 1) === 0) continue;
          const along = i * LETTER_WIDTH + column;
          if (direction === "right") this.dot(x + along, y + row, color);
          else this.dot(x + row, y - along, color);
        }
      }
    }
  }

  png(): Buffer {
    return encodePng(this.#pixels, this.width, this.height, Uint8Array.from(this.#palette.flat()));
  }

  #place(color: Color): number {
    const known = this.#palette.findIndex(([r, g, b]) => r === color[0] && g === color[1] && b === color[2]);
    return known === -1 ? this.#palette.push(color) - 1 : known;
  }
}

export function textWidth(text: string): number {
  return LETTER_WIDTH * [...text].length;
}

export { LETTER_HEIGHT };
