// Sends the samples of the microphone to the page in pieces of about 43 ms. A file of its own: pages run no script from text.
const PIECE = 2048;

class Tap extends AudioWorkletProcessor {
  #channels = [];
  #count = 0;

  process([input]) {
    if (input.length === 0) return true;
    if (this.#channels.length !== input.length) {
      this.#channels = input.map(() => new Float32Array(PIECE));
      this.#count = 0;
    }
    for (const [i, samples] of input.entries()) this.#channels[i].set(samples, this.#count);
    this.#count += input[0].length;
    if (this.#count < PIECE) return true;
    const piece = this.#channels.map((samples) => samples.slice());
    this.port.postMessage(
      piece,
      piece.map(({ buffer }) => buffer),
    );
    this.#count = 0;
    return true;
  }
}

registerProcessor("tap", Tap);
