import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { numChannelsOf } from "../../audio/sample-format.js";
import type { TaskDescription } from "../../tasks/answer.js";
import type { VersionDescription } from "./description.js";

export const ONNX_FILE = "model.onnx";

/** Python packages that run the ONNX file, as in services/requirements-*.txt. */
const PYTHON = {
  python: "3.11",
  mlflow: "3.17.2",
  onnx: "1.23.2",
  onnxruntime: "1.32.0",
  numpy: "2.4.6",
} as const;

export interface MlmodelOptions {
  description: VersionDescription;
  task: TaskDescription;
  modelId: string;
  artifactUri: string;
  runId: string | null;
  /** D of the embedding [B, D]. */
  embeddingSize: number;
  /** Length of the input example. */
  exampleSamples: number;
}

/**
 * Writes the files that MLflow's Python client reads: `MLmodel` with the flavors onnx and python_function, environments, a signature
 * and an input example, as `mlflow.onnx.save_model` of mlflow 3.17.2 does.
 */
export function writeMlmodel(folder: string, options: MlmodelOptions): void {
  const { description, task, modelId, artifactUri, runId, embeddingSize, exampleSamples } = options;
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const requirements = [
    `mlflow==${PYTHON.mlflow}`,
    `onnx==${PYTHON.onnx}`,
    `onnxruntime==${PYTHON.onnxruntime}`,
    `numpy==${PYTHON.numpy}`,
  ];
  const { sampleRateHz, channels } = description.audio;
  const numChannels = numChannelsOf(channels);
  const tensor = (name: string, ...sizes: number[]) => ({
    ...{ name, type: "tensor" },
    "tensor-spec": { dtype: "float32", shape: [-1, ...sizes] },
  });
  const mlmodel = {
    artifact_path: artifactUri,
    flavors: {
      onnx: {
        code: null,
        data: ONNX_FILE,
        onnx_session_options: null,
        onnx_version: PYTHON.onnx,
        providers: ["CPUExecutionProvider"],
      },
      python_function: {
        data: ONNX_FILE,
        env: { conda: "conda.yaml", virtualenv: "python_env.yaml" },
        loader_module: "mlflow.onnx",
        python_version: `${PYTHON.python}.0`,
      },
    },
    metadata: { woodshed: description.woodshed, task: task.name, ...task.properties },
    mlflow_version: PYTHON.mlflow,
    model_id: modelId,
    model_uuid: modelId,
    ...(runId === null ? {} : { run_id: runId }),
    saved_input_example_info: {
      artifact_path: "input_example.json",
      serving_input_path: "serving_input_example.json",
      type: "ndarray",
    },
    signature: {
      inputs: JSON.stringify([
        numChannels === 1 ? tensor("waveform", -1) : tensor("waveform", numChannels, -1),
      ]),
      outputs: JSON.stringify([
        tensor(task.output.name, task.output.size),
        tensor("embedding", embeddingSize),
      ]),
      params: null,
    },
    utc_time_created: description.createdAt.replace("T", " ").replace("Z", ""),
  };
  // YAML 1.1, as Python reads it: a time stays text.
  write("MLmodel", stringify(mlmodel, { version: "1.1" }));
  write("requirements.txt", `${requirements.join("\n")}\n`);
  write(
    "python_env.yaml",
    stringify({ python: PYTHON.python, build_dependencies: ["pip"], dependencies: ["-r requirements.txt"] }),
  );
  write(
    "conda.yaml",
    stringify({
      channels: ["conda-forge"],
      dependencies: [`python=${PYTHON.python}`, "pip", { pip: requirements }],
      name: "mlflow-env",
    }),
  );
  const channel = Array.from({ length: exampleSamples }, (_, i) =>
    Number((0.5 * Math.sin((2 * Math.PI * 440 * i) / sampleRateHz)).toFixed(4)),
  );
  const waveform = [numChannels === 1 ? channel : Array(numChannels).fill(channel)];
  write("input_example.json", JSON.stringify({ waveform }));
  write("serving_input_example.json", JSON.stringify({ inputs: { waveform } }));
}
