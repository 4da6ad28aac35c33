import { isAbsolute, relative, sep } from "node:path";

/** Returns a path relative to the working directory when it lies inside, else the path unchanged. */
export function displayPath(path: string, workingFolder: string | null = currentFolder()): string {
  if (workingFolder === null || !isAbsolute(path)) return path;
  const inside = relative(workingFolder, path);
  if (inside === "") return ".";
  const isOutside = inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return isOutside ? path : inside;
}

/** null when the working directory was deleted. */
function currentFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}
