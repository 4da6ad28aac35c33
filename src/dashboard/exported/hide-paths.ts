import { homedir, userInfo } from "node:os";

const NAME = "[^\\s\"'`<>|:;,()[\\]{}\\\\/]";
/** Folders at the root in which people keep their own. */
const ROOTS = "data|home|media|mnt|opt|private|root|scratch|srv|tmp|Users|var|Volumes|work|workspace";

/**
 * An absolute path of three parts or more, of Unix or of Windows, or of two parts in a usual place. Addresses of the web are none;
 * labels such as /m/09x0r stay.
 */
const PATH = new RegExp(
  `(?<![\\w/.~…])(?:[A-Za-z]:[\\\\/]|/)(?:(?:${NAME}+[\\\\/]){2,}|(?:${ROOTS})/)(${NAME}*)`,
  "g",
);

/** Leaves folders, a machine's name and its user out of texts that are sent to somebody else. */
export class PathHider {
  readonly #host: RegExp | null;

  /** @param host name of the machine that trained, for texts in which it is no word of another meaning */
  constructor(host = "") {
    const escaped = host.replace(/[^\w-]/g, "\\$&");
    this.#host =
      host === "" || host === "localhost" ? null : new RegExp(`(?<![\\w.-])${escaped}(?![\\w-])`, "g");
  }

  text(text: string): string {
    const short = text.replaceAll(HOME, "~").replace(PATH, (_, last: string) => `…/${last}`);
    const withoutUser = USER === "" ? short : short.replaceAll(`/${USER}/`, "/(user)/");
    return this.#host === null ? withoutUser : withoutUser.replace(this.#host, "(host)");
  }

  /** Returns plain data with its texts changed; names of properties stay. */
  data<T>(value: T): T {
    if (typeof value === "string") return this.text(value) as T;
    if (Array.isArray(value)) return value.map((one) => this.data(one)) as T;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.data(one)])) as T;
  }
}

/** With a name of its own; a text may have `/` anywhere. */
const HOME = homedir().length > 1 ? homedir() : "\0";
const USER = userName();

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may have a user without a name.
    return "";
  }
}
