/** Opens files that a record names: only regular files inside of the run's folder, whatever the record says. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync } from "node:fs";
import { extname, isAbsolute, join, sep } from "node:path";
import { RequestError } from "../../serving/request-error.js";

/** Opening a pipe that nobody writes to would wait for ever without O_NONBLOCK. Windows lacks both. */
const SAFELY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export interface FileRules {
  /** `.wav` */
  endings: readonly string[];
  mostBytes: number;
}

/** @throws RequestError for a path out of the folder, also by symbolic links, and for anything but a file of the kinds */
export function readRunFile(folder: string, path: unknown, { endings, mostBytes }: FileRules): Buffer {
  if (typeof path !== "string" || path.includes("\0") || isAbsolute(path) || !endings.includes(extname(path)))
    throw refused(`expected a file of the run that ends in ${endings.join(" or ")}`);
  return withRunFile(folder, path, (file, size) => {
    if (size > mostBytes)
      throw new RequestError(
        413,
        "TOO_LARGE",
        `${path.slice(0, 200)}: ${size} bytes, more than ${mostBytes}`,
      );
    return readPart(file, 0, size);
  });
}

/** Opens a file of the folder, runs `use` and closes it. */
export function withRunFile<T>(folder: string, path: string, use: (file: number, size: number) => T): T {
  const inside = realpathSync(folder) + sep;
  let file: number | null = null;
  try {
    const real = realpathSync(join(folder, path));
    if (!real.startsWith(inside)) throw refused("the record names a file outside of its run's folder");
    file = openSync(real, SAFELY);
    const opened = fstatSync(file);
    const named = lstatSync(real);
    // Between the two calls above somebody may have put a link there: compare what was opened with what the path is now.
    const isSame = opened.ino === named.ino && opened.dev === named.dev && realpathSync(real) === real;
    if (!opened.isFile() || !isSame) throw refused("the record names something that is no plain file");
    return use(file, opened.size);
  } catch (error) {
    if (error instanceof RequestError) throw error;
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    throw new RequestError(
      404,
      "NO_FILE",
      `${path.slice(0, 200)}: ${code === "ENOENT" ? "no such file" : code}`,
    );
  } finally {
    if (file !== null) closeSync(file);
  }
}

export function readPart(file: number, start: number, size: number): Buffer {
  // A buffer of its own: its memory moves to the server's thread.
  const bytes = Buffer.from(new ArrayBuffer(size));
  let done = 0;
  while (done < size) {
    const count = readSync(file, bytes, done, size - done, start + done);
    if (count === 0) break;
    done += count;
  }
  return done === size ? bytes : bytes.subarray(0, done);
}

const refused = (reason: string): RequestError => new RequestError(403, "FILE", reason);
