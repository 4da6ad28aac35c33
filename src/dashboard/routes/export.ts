import { basename } from "node:path";
import { counted } from "../../counted.js";
import { RequestError } from "../../serving/request-error.js";
import { DEFAULT_SOUND_MB, MAP_PATIENCE_MS } from "../exported/defaults.js";
import { pageName, writeRunPage } from "../exported/page.js";
import { bytes, type Route } from "../route.js";

/** Pages that are written at a time: each is held in memory until it is sent. */
const MOST_AT_ONCE = 2;
let numNow = 0;

/** A run as one HTML file. */
export const exportRoutes: readonly Route[] = [
  {
    path: "/api/runs/:run/export",
    async answer({ dashboard, params, signal, ask }) {
      const { key, folder } = dashboard.runs.find(params["run"]!);
      if (numNow >= MOST_AT_ONCE)
        throw new RequestError(
          503,
          "OVERLOADED",
          `${counted(numNow, "run")} are exported already; try again in a minute`,
          { "Retry-After": "60" },
        );
      numNow++;
      try {
        const parts: string[] = [];
        await writeRunPage(
          ask,
          key,
          {
            mostSoundBytes: DEFAULT_SOUND_MB * 1e6,
            mapPatienceMs: MAP_PATIENCE_MS,
            signal,
            onProgress: () => {},
          },
          (text) => void parts.push(text),
        );
        return bytes(Buffer.from(parts.join("")), "text/html; charset=utf-8", pageName(basename(folder)));
      } finally {
        numNow--;
      }
    },
  },
];
