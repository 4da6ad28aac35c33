import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.js";

/** Returns the code blocks of a page that begin with a file name in a comment, by that name. */
export function docFiles(page: string): Map<string, string> {
  const text = readFileSync(join(packageRoot, page), "utf8");
  const blocks = text.matchAll(/```(?:ts|js|yaml)\n((?:\/\/|#) ([\w.-]+\.(?:ts|mjs|yaml))\n.*?)```/gs);
  return new Map([...blocks].map(([, code, name]) => [name!, code!]));
}
