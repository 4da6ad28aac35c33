/** Registered models, and a run's model in the browser. */

export interface ModelList {
  models: readonly {
    name: string;
    description: string;
    tags: Readonly<Record<string, string>>;
    /** The newest first. */
    versions: readonly {
      version: string;
      /** `READY`, as MLflow writes it. */
      status: string;
      description: string;
      aliases: readonly string[];
      tags: Readonly<Record<string, string>>;
      createdMs: number;
      /** sha256 of its list of files; null for a version of another program. */
      digest: string | null;
      /** The key of the run that trained it; null if it is not in this folder. */
      run: string | null;
      /** The run's id, whether it is in this folder or not. */
      runId: string | null;
      metrics: Readonly<Record<string, number | null>>;
    }[];
  }[];
  /** The database or the address of the server that was read; null if there is none. */
  registry: string | null;
  /** The address of the pages of the server that was read; null for a database. */
  page: string | null;
  /** Why the registry could not be read; null if it was, and without one. */
  problem: string | null;
  /**
   * Servers that runs of the folder registered at and that were not read: the dashboard asks only the server that its user names.
   * `page` is null for an address that is none of HTTP.
   */
  servers: readonly { address: string; page: string | null }[];
}

export interface TryAnswer {
  state: "ready" | "exporting" | "unavailable";
  /** Why it is unavailable, and what to do. */
  message: string | null;
  /** The metadata of the exported model, as in its file: labels, sample rate, window. */
  metadata: Readonly<Record<string, string>> | null;
  /** Outputs of the model; a size that is text is not fixed. */
  outputs: readonly { name: string; shape: readonly (string | number)[] }[];
  /** Largest difference between onnxruntime and libtorch when it was exported; null if it was not compared. */
  maxDifference: number | null;
  bytes: number | null;
  /** Names the exported model: `/try/model.onnx?digest=`. */
  digest: string | null;
  checkpoint: { name: string; step: number } | null;
  /** How the training resampled recordings: `sinc_hann`. */
  resampling: "sinc_hann" | "sinc_kaiser" | null;
  /** The front end's spectrogram, for a picture of the sound; null for a front end without mel bands. */
  spectrogram: {
    fftSamples: number;
    windowSamples: number;
    hopSamples: number;
    numMels: number;
    minHz: number;
    maxHz: number;
    scale: "slaney" | "htk";
    norm: "slaney" | "none";
  } | null;
}
