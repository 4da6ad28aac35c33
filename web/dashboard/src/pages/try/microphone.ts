/** The microphone as it is: processing for speech would take away what a model of other sounds was trained on. */

export interface Microphone {
  sampleRateHz: number;
  /** Ends the recording, so that the browser shows that nothing listens. */
  stop(): void;
}

const PLAIN = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

/**
 * Starts the microphone.
 *
 * @param take called for each piece, with one array for each channel
 * @throws Error that says why there is none, and what to do
 */
export async function openMicrophone(take: (channels: Float32Array[]) => void): Promise<Microphone> {
  if (!navigator.mediaDevices)
    throw new Error(
      "Browsers give the microphone to pages of this machine or of HTTPS only. Open the dashboard at http://127.0.0.1, with ssh -L for another machine.",
    );
  const stream = await navigator.mediaDevices.getUserMedia({ audio: PLAIN }).catch((error: Error) => {
    throw new Error(
      error.name === "NotAllowedError"
        ? "The browser does not allow the microphone: allow it in the address bar, and try again."
        : error.name === "NotFoundError"
          ? "No microphone is connected."
          : `The microphone cannot be opened: ${error.message}`,
    );
  });
  const context = new AudioContext();
  const stop = (): void => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  try {
    await context.audioWorklet.addModule(new URL("./tap-worklet.js", import.meta.url).href);
    await context.resume();
    const tap = new AudioWorkletNode(context, "tap", { numberOfOutputs: 0 });
    tap.port.onmessage = ({ data }: MessageEvent<Float32Array[]>) => take(data);
    context.createMediaStreamSource(stream).connect(tap);
    return { sampleRateHz: context.sampleRate, stop };
  } catch (error) {
    stop();
    throw error;
  }
}
