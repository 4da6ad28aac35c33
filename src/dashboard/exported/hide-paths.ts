import { homedir, hostname, userInfo } from "node:os";
import { basename } from "node:path";

/** An absolute path of three parts or more, of Unix or of Windows; addresses of the web are none. Labels such as /m/09x0r stay. */
const PATH =
  /(?<![\w/.~…])(?:[A-Za-z]:[\\/]|\/)(?:[^\s"'`<>|:;,()[\]{}\\/]+[\\/]){2,}([^\s"'`<>|:;,()[\]{}\\/]*)/g;

/** Leaves folders, the name of the machine and its user out of texts that are sent to somebody else. */
export class PathHider {
  readonly #known: readonly (readonly [text: string, replacement: string])[];

  /** @param folders whose paths become their names @param hosts names of the machines that trained */
  constructor(folders: readonly string[], hosts: readonly string[]) {
    const machines = [...hosts, hostname()].filter((name) => name.length > 2 && name !== "localhost");
    this.#known = [
      ...folders.map((folder) => [folder, basename(folder)] as const),
      [homedir(), "~"] as const,
      ...machines.map((name) => [name, "(host)"] as const),
    ]
      .filter(([text]) => text.length > 1)
      .sort(([a], [b]) => b.length - a.length);
  }

  text(text: string): string {
    const known = this.#known.reduce((shown, [from, to]) => shown.replaceAll(from, to), text);
    const short = known.replace(PATH, (_, last: string) => `…/${last}`);
    return USER === "" ? short : short.replaceAll(`/${USER}/`, "/(user)/");
  }

  /** Returns plain data with its texts changed; names of properties stay. */
  data<T>(value: T): T {
    if (typeof value === "string") return this.text(value) as T;
    if (Array.isArray(value)) return value.map((one) => this.data(one)) as T;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.data(one)])) as T;
  }
}

const USER = userName();

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may have a user without a name.
    return "";
  }
}
