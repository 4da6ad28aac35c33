/** Reads values of a figure, which may be anybody's: nothing in it is trusted to have a type. */

/** An object's own property: `__proto__` and the like of a hostile figure are none that we ask for. */
export function own(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

const LONGEST = 200;

/** The tags that Plotly's texts may have: they are left out: other markup is shown as it is. */
const TAGS = /<\/?(?:b|i|em|strong|sub|sup|u|s|span|a|extra)(?:\s[^<>]*)?>/gi;

/** A text to show; empty for anything else. */
export function textOf(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return "";
  return value
    .slice(0, 2000)
    .replace(/<br\s*\/?>/gi, " ")
    .replace(TAGS, "")
    .slice(0, LONGEST);
}

/** The text of an object's title: `{ text }`, or a text as in older versions of Plotly. */
export const titleOf = (value: unknown): string =>
  textOf(own(own(value, "title"), "text") ?? own(value, "title"));

type Numbers = new (buffer: ArrayBuffer) => ArrayLike<number>;

const PACKED: ReadonlyMap<unknown, { bytes: number; type: Numbers }> = new Map([
  ["i1", { bytes: 1, type: Int8Array }],
  ["u1", { bytes: 1, type: Uint8Array }],
  ["i2", { bytes: 2, type: Int16Array }],
  ["u2", { bytes: 2, type: Uint16Array }],
  ["i4", { bytes: 4, type: Int32Array }],
  ["u4", { bytes: 4, type: Uint32Array }],
  ["f4", { bytes: 4, type: Float32Array }],
  ["f8", { bytes: 8, type: Float64Array }],
]);

/** Returns the values of an array, or of Python's packed one: `{ dtype: "f8", bdata: base64 }`; null for anything else. */
export function arrayOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  const [packed, text] = [PACKED.get(own(value, "dtype")), own(value, "bdata")];
  if (packed === undefined || typeof text !== "string") return null;
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return bytes.length % packed.bytes === 0 ? Array.from(new packed.type(bytes.buffer)) : null;
  } catch {
    // Not base64.
    return null;
  }
}

/** Returns rows of values: an array of arrays, or a packed one with its shape, `"3, 4"`. */
export function rowsOf(value: unknown): readonly (readonly unknown[])[] | null {
  const all = arrayOf(value);
  if (all === null) return null;
  const shape = /^\s*(\d{1,7})\s*,\s*(\d{1,7})\s*$/.exec(String(own(value, "shape") ?? ""));
  if (shape === null) return all.every(Array.isArray) ? (all as unknown[][]) : null;
  const [numRows, width] = [Number(shape[1]), Number(shape[2])];
  if (numRows * width !== all.length) return null;
  return Array.from({ length: numRows }, (_, row) => all.slice(row * width, (row + 1) * width));
}

/** A number, or a text that is one; NaN for anything else. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
}

const DATE = /^\d{4}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?$/;

export const isDate = (value: unknown): boolean => typeof value === "string" && DATE.test(value);

/** Unix time in milliseconds; a date without a zone is in this one, in which it is shown. */
export function timeOf(value: unknown): number {
  if (!isDate(value)) return numberOf(value);
  const [day = "", time = "00:00"] = (value as string).split(/[T ]/);
  return Date.parse(`${day.length === 7 ? `${day}-01` : day}T${time}`);
}

/** The opacity of a trace's points or bars; null if it gives none. */
export function opacityOf(trace: unknown): number | null {
  const opacity = numberOf(own(own(trace, "marker"), "opacity") ?? own(trace, "opacity"));
  return opacity > 0 && opacity <= 1 ? opacity : null;
}
