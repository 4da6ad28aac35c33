import { RequestError } from "../serving/request-error.js";

/** The longest text of a parameter, such as a metric's name. */
const MOST_CHARACTERS = 512;

/** The parameters of a request, which are checked as they are read. */
export class Query {
  readonly #values: URLSearchParams;

  /** @throws RequestError for a parameter that is given twice */
  constructor(text: string) {
    this.#values = new URLSearchParams(text);
    const names = [...this.#values.keys()];
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw bad(`${show(twice)}: given twice`);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** @param longest number of characters */
  text(name: string, longest = MOST_CHARACTERS): string {
    return this.optionalText(name, longest) ?? missing(name);
  }

  optionalText(name: string, longest = MOST_CHARACTERS): string | null {
    const text = this.#values.get(name);
    if (text === null) return null;
    if (text.length > longest) throw bad(`${name}: longer than ${longest} characters`);
    return text;
  }

  integer(name: string, least: number, most: number = Number.MAX_SAFE_INTEGER): number {
    return this.optionalInteger(name, least, most) ?? missing(name);
  }

  optionalInteger(name: string, least: number, most: number = Number.MAX_SAFE_INTEGER): number | null {
    const text = this.#values.get(name);
    if (text === null) return null;
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
      throw bad(`${name}: expected a whole number from ${least} to ${most}, got ${show(text)}`);
    return value;
  }

  /** A number of seconds and the like, 0 or more. */
  optionalNumber(name: string): number | null {
    const text = this.#values.get(name);
    if (text === null) return null;
    const value = /^\d{1,12}(\.\d{1,12})?$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(value)) throw bad(`${name}: expected a number, 0 or more, got ${show(text)}`);
    return value;
  }

  /** A list with commas; empty if it is left out. */
  list(name: string, most: number, longest = MOST_CHARACTERS): string[] {
    const text = this.#values.get(name) ?? "";
    if (text.length > most * longest) throw bad(`${name}: too long`);
    const items = text === "" ? [] : text.split(",");
    if (items.length > most) throw bad(`${name}: ${items.length} items, at most ${most} are possible`);
    return items;
  }
}

export const bad = (message: string): RequestError => new RequestError(400, "BAD_REQUEST", message);

function missing(name: string): never {
  throw bad(`${name}: missing`);
}

const show = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
