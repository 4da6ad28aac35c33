/** Corrections of annotations: the only route that writes. */
import { z } from "zod";
import { RequestError } from "../../serving/request-error.js";
import type { CorrectionList } from "../api.js";
import { type ApiRequest, bytes, json, type Route } from "../route.js";

/** Events of a long recording are a long text. */
const LABEL = z.string().max(400_000).nullable();

const CORRECTION = z.strictObject({
  split: z.string().min(1).max(100),
  clip: z.number().int().min(0),
  label: LABEL,
  was: LABEL,
});

export const correctionRoutes: readonly Route[] = [
  {
    path: "/api/runs/:run/corrections",
    answer: async ({ dashboard, params, query }) => {
      const run = dashboard.runs.find(params["run"]!);
      return json(
        await dashboard.readers.call("corrections", [run.folder, query.text("split", 100)], {
          affinity: run.key,
        }),
      );
    },
  },
  {
    path: "/api/runs/:run/corrections",
    method: "POST",
    answer: async (request) => json(await inOrder(() => correct(request))),
  },
  {
    path: "/api/runs/:run/corrections/export",
    answer: async ({ dashboard, params, query }) => {
      const run = dashboard.runs.find(params["run"]!);
      const { name, type, text } = await dashboard.readers.call(
        "exportCorrections",
        [run.folder, query.text("split", 100)],
        { affinity: run.key },
      );
      return bytes(Buffer.from(text), type, name);
    },
  },
];

async function correct({ dashboard, params, json }: ApiRequest): Promise<CorrectionList> {
  const run = dashboard.runs.find(params["run"]!);
  const { success, data, error } = CORRECTION.safeParse(await json());
  if (!success)
    throw new RequestError(
      400,
      "CORRECTION",
      `expected { split, clip, label, was }: ${error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")}`,
    );
  return dashboard.readers.call("correct", [run.folder, data], { affinity: run.key });
}

let last: Promise<unknown> = Promise.resolve();

/** One correction at a time: runs that share a manifest are read by different threads, and each compares what was there. */
function inOrder<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work);
  last = result.catch(() => {});
  return result;
}
