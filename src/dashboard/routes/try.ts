import { RequestError } from "../../serving/request-error.js";
import type { TryAnswer } from "../api.js";
import { file, json, type Route } from "../route.js";

/** The model of a run for the browser: exported when it is asked for. */
export const tryRoutes: readonly Route[] = [
  {
    path: "/api/runs/:run/try",
    answer: async ({ dashboard, params }) => {
      const { key, folder } = dashboard.runs.find(params["run"]!);
      try {
        const checkpoint = await dashboard.readers.call("tryCheckpoint", [folder], { affinity: key });
        const state = dashboard.models.stateOf(checkpoint);
        const { digest, name, step, resampling, spectrogram } = checkpoint;
        const about = { digest, checkpoint: { name, step }, resampling, spectrogram };
        if (state.state === "ready") {
          const { metadata, outputs, maxDifference, size } = state.exported;
          return json({
            ...about,
            state: "ready",
            message: null,
            metadata,
            outputs,
            maxDifference,
            bytes: size,
          } satisfies TryAnswer);
        }
        const unknown = { metadata: null, outputs: [], maxDifference: null, bytes: null };
        return json({
          ...about,
          ...unknown,
          ...(state.state === "failed"
            ? { state: "unavailable" as const, message: state.message }
            : { state: "exporting" as const, message: null }),
        } satisfies TryAnswer);
      } catch (error) {
        if (!(error instanceof RequestError) || error.status === 503) throw error;
        return json({
          ...{ state: "unavailable", message: error.message, metadata: null, outputs: [] },
          ...{
            digest: null,
            checkpoint: null,
            resampling: null,
            spectrogram: null,
            maxDifference: null,
            bytes: null,
          },
        } satisfies TryAnswer);
      }
    },
  },
  {
    path: "/api/runs/:run/try/model.onnx",
    answer: ({ dashboard, params, query }) => {
      dashboard.runs.find(params["run"]!);
      const digest = query.text("digest", 64);
      const model = /^[0-9a-f]{64}$/.test(digest) ? dashboard.models.modelOf(digest) : null;
      if (model === null)
        throw new RequestError(404, "NO_MODEL", "no exported model with this digest: ask for /try again");
      return file(model, "application/octet-stream");
    },
  },
];
