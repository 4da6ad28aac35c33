/** Times in cells: where a clip begins and ends. */
import { DataError } from "../../errors.js";
import type { Row } from "../annotations.js";
import type { Clip } from "../clip.js";
import type { ColumnNames } from "./reading.js";

/** Times are compared, and shown, to this part of a second: sums of decimal fractions are equal again. */
const PER_SEC = 1e9;

const roundTime = (sec: number): number => Math.round(sec * PER_SEC) / PER_SEC;

/** `end_sec` and `start_sec + duration_sec` may differ by what tables round away. */
const AGREEING_SEC = 1e-3;

export interface TimeCells {
  /** The file's names of our columns, for messages. */
  names?: ColumnNames;
  /** Reads `1,5`; left out: a comma is an error. */
  commas?: DecimalCommas;
  /** Accepts a stretch without a duration, such as a point label. */
  allowPoint?: boolean;
}

/**
 * Reads the part of its file that a clip is, from `start_sec` and `duration_sec` or `end_sec`; the whole file without them.
 *
 * @throws DataError naming `source` and the column, for a value that is not a number of seconds, and for an end before the
 * start
 */
export function readStretch(
  row: Row,
  source: string,
  cells: TimeCells = {},
): Pick<Clip, "startSec" | "durationSec"> {
  const nameOf = (column: string): string => cells.names?.[column] ?? column;
  const seconds = (column: string): number | null =>
    secondsIn(row[column], `${source}: ${nameOf(column)}`, cells.commas);
  const startSec = seconds("start_sec") ?? 0;
  const endSec = seconds("end_sec");
  const durationSec = seconds("duration_sec") ?? (endSec === null ? null : roundTime(endSec - startSec));
  if (durationSec === null) return { startSec, durationSec };
  if (endSec !== null) {
    const end = `${nameOf("end_sec")}: ${endSec} s`;
    if (endSec < startSec)
      throw new DataError(
        "FIELD",
        `${source}: ${end} is before ${nameOf("start_sec")}, ${startSec} s; correct one of the two`,
      );
    if (Math.abs(startSec + durationSec - endSec) > AGREEING_SEC)
      throw new DataError(
        "FIELD",
        `${source}: ${end}, and ${nameOf("start_sec")} plus ${nameOf("duration_sec")} is ${roundTime(startSec + durationSec)} s; remove one of the two`,
      );
  }
  if (durationSec > 0 || (cells.allowPoint ?? false)) return { startSec, durationSec };
  throw new DataError(
    "FIELD",
    endSec === null
      ? `${source}: ${nameOf("duration_sec")}: expected more than zero seconds, got 0`
      : `${source}: a point at ${startSec} s has no duration; give it an end, or set data.windows, which cuts clips of one length around it`,
  );
}

function secondsIn(value: unknown, place: string, commas: DecimalCommas | undefined): number | null {
  if (value === undefined || value === null || value === "") return null;
  const text = typeof value === "string" ? (commas?.toPoint(value, place) ?? value) : value;
  const number = typeof text === "boolean" ? Number.NaN : Number(text);
  if (Number.isFinite(number) && number >= 0) return number;
  const isComma = typeof value === "string" && COMMA.test(value);
  throw new DataError(
    "FIELD",
    `${place}: expected seconds, zero or more, got ${JSON.stringify(value)}${isComma ? "; write decimals with a point" : ""}`,
  );
}

const COMMA = /^\s*[-+]?\d*,\d+\s*$/;
const POINT = /^\s*[-+]?\d*\.\d+\s*$/;

/**
 * Decimal commas of a table whose cells are not separated by commas. A table with both kinds is an error: `1,500` could then
 * be a thousand and a half, or one and a half.
 */
export class DecimalCommas {
  #comma: string | null = null;
  #point: string | null = null;

  /** Returns a cell with a decimal point. @throws DataError naming both places of a table that has both kinds */
  toPoint(value: string, place: string): string {
    if (COMMA.test(value)) this.#comma ??= `${place}: "${value}"`;
    else if (POINT.test(value)) this.#point ??= `${place}: "${value}"`;
    if (this.#comma !== null && this.#point !== null)
      throw new DataError(
        "FIELD",
        `${this.#comma} has a decimal comma, and ${this.#point} a decimal point; write both with a point`,
      );
    return COMMA.test(value) ? value.replace(",", ".") : value;
  }
}
