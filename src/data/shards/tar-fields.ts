/** Parsers for the fields of tar headers. */

/** Returns the text up to the first zero byte. */
export function readText(bytes: Buffer, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end === -1 ? field.length : end);
}

/** Parses octal digits, or GNU's base 256 if the first bit is set; returns NaN for anything else. */
export function readNumber(bytes: Buffer, from: number, length: number): number {
  if (bytes[from]! & 0x80) {
    let value = bytes[from]! & 0x7f;
    for (let i = from + 1; i < from + length; i++) value = 256 * value + bytes[i]!;
    return value;
  }
  const text = readText(bytes, from, length).trim();
  return text === "" ? 0 : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

/** Parses records `<length> <key>=<value>\n`, where the length in bytes includes itself; returns null for anything else. */
export function parsePax(bytes: Buffer): Map<string, string> | null {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(bytes.toString("latin1", at, space));
    if (space === -1 || !Number.isInteger(length) || length <= space - at || at + length > bytes.length)
      return null;
    const record = bytes.toString("utf8", space + 1, at + length);
    const equals = record.indexOf("=");
    if (equals === -1 || !record.endsWith("\n")) return null;
    records.set(record.slice(0, equals), record.slice(equals + 1, -1));
    at += length;
  }
  return records;
}
