/**
 * A run as one HTML file: the pages as one script, and a script element for each answer that they ask for. Names in the record
 * may be anybody's: answers are base64, the index of them is escaped, and the policy of the page allows its own script alone and no
 * requests.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../../errors.js";
import { packageRoot, packageVersion } from "../../package-root.js";
import type { Ask } from "../route.js";
import { answerId, type ExportedIndex, INDEX_ID } from "./answer-key.js";
import { collectRun } from "./collect.js";
import type { ExportOptions } from "./kept-answers.js";

/** A page that was written. */
export interface ExportedPage {
  numSounds: number;
  bytes: number;
}

/**
 * Writes the page of a run in pieces.
 *
 * @param run its key
 * @throws RequestError for a run that cannot be read; the signal's reason
 */
export async function writeRunPage(
  ask: Ask,
  run: string,
  options: ExportOptions,
  write: (text: string) => void,
): Promise<ExportedPage> {
  const { script, style, icon } = builtPage();
  let bytes = 0;
  const put = (text: string): void => {
    bytes += Buffer.byteLength(text);
    write(text);
  };
  put(head(script, style, icon));
  const answers: ExportedIndex["answers"][number][] = [];
  const { row, numSounds, leftOut } = await collectRun(ask, run, options, ({ about, base64 }) => {
    put(`<script type="text/plain" id="${answerId(answers.length)}">${base64}</script>\n`);
    answers.push(about);
  });
  const index: ExportedIndex = {
    ...{ run: row.key, exportedMs: Date.now(), version: packageVersion, numSounds, leftOut, answers },
  };
  const json = JSON.stringify(index).replaceAll("<", "\\u003c");
  put(`<script type="application/json" id="${INDEX_ID}">${json}</script>\n`);
  put(`<script type="module">${script}</script>\n</body>\n</html>\n`);
  return { numSounds, bytes };
}

/** The name of a run's page: letters of other scripts are left to the folder's name. */
export const pageName = (id: string): string => `${id.replace(/[^\w.-]+/g, "_") || "run"}.html`;

function head(script: string, style: string, icon: string): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src blob: data:",
    "media-src blob: data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Woodshed</title>
<link rel="icon" href="data:image/svg+xml;base64,${icon}">
<style>${style}</style>
</head>
<body>
<div id="app"></div>
`;
}

const hashOf = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

interface BuiltPage {
  script: string;
  style: string;
  /** Base64. */
  icon: string;
}

/** @throws ConfigError if the pages are not built */
function builtPage(): BuiltPage {
  const folder = join(packageRoot, "dist", "exported-page");
  if (!existsSync(join(folder, "page.js")))
    throw new ConfigError("PAGES", "The pages are not built: run npm run build.");
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  return {
    // The same in JavaScript's texts and patterns, and no end of the element.
    script: read("page.js")
      .toString("utf8")
      .replaceAll("</script", "<\\/script")
      .replaceAll("<!--", "<\\!--"),
    style: read("page.css").toString("utf8").replaceAll("</style", "<\\/style"),
    icon: read("icon.svg").toString("base64"),
  };
}
