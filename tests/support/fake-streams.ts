// Two streams of a device that is the CPU: the work is done at once, and vector clocks tell which of it a device might do in
// another order.
import { addon } from "../../src/tensor/addon.js";
import type { DeviceStreams, Mark } from "../../src/tensor/device-streams.js";
import { keep, noGrad, Tensor } from "../../src/tensor/index.js";
import { recordCalls } from "../../src/tensor/recorder.js";

type Stream = "steps" | "copies";
/** For each stream, the number of its calls that are done before. */
type Clock = Record<Stream, number>;

interface Access {
  stream: Stream;
  /** The access is the stream's call of this number. */
  call: number;
  writes: boolean;
  name: string;
}

export class FakeStreams implements DeviceStreams {
  readonly device = "cpu";
  /** Accesses to a buffer of which one writes, and whose order nothing tells. */
  readonly races: string[] = [];
  /** For each copy, how many earlier uses by steps it waits for, and how many there were. */
  readonly waits: { waitsFor: number; before: number }[] = [];
  /** Waits of this stream are left out, as a fault. */
  forgets: Stream | null = null;
  readonly #clocks: Record<Stream, Clock> = {
    steps: { steps: 0, copies: 0 },
    copies: { steps: 0, copies: 0 },
  };
  readonly #marks: (Clock | null)[] = [];
  /** Tensors that share memory with a buffer, and the buffer's accesses. */
  readonly #accesses = new Map<Tensor, Access[]>();
  readonly #uses: number[] = [];
  #current: Stream = "steps";

  onCopies(body: () => void): void {
    this.#current = "copies";
    try {
      body();
    } finally {
      this.#current = "steps";
    }
  }

  newMark(): Mark {
    return this.#marks.push(null) - 1;
  }

  set(mark: Mark): void {
    this.#marks[mark] = { ...this.#clocks[this.#current] };
  }

  waitFor(mark: Mark): void {
    const done = this.#marks[mark];
    if (done === null || done === undefined || this.forgets === this.#current) return;
    const own = this.#clocks[this.#current];
    for (const stream of ["steps", "copies"] as const) own[stream] = Math.max(own[stream], done[stream]);
  }

  pin(tensor: Tensor): Tensor {
    return noGrad(() => tensor.clone());
  }

  /** Runs `body`, whose operators are the streams' work. */
  watch<T>(body: () => T): T {
    return recordCalls(({ spec }, values, result) => {
      const own = this.#clocks[this.#current];
      own[this.#current]++;
      const call = own[this.#current];
      if (this.#current === "copies" && spec.name.startsWith("aten::empty"))
        this.#accesses.set(keep(result as Tensor), []);
      for (const value of values) {
        const accesses = value instanceof Tensor ? this.#accesses.get(value) : undefined;
        if (accesses === undefined) continue;
        const writes = value === values[0] && /\w_(\.|$)/.test(spec.name);
        this.#access(accesses, { stream: this.#current, call, writes, name: spec.name });
        if (result instanceof Tensor && sharesMemory(result, value as Tensor))
          this.#accesses.set(result, accesses);
      }
    }, body);
  }

  #access(accesses: Access[], now: Access): void {
    const own = this.#clocks[now.stream];
    for (const one of accesses)
      if (one.stream !== now.stream && (one.writes || now.writes) && own[one.stream] < one.call)
        this.races.push(`${now.name} of ${now.stream} beside ${one.name} of ${one.stream}`);
    accesses.push(now);
    if (now.stream === "steps") this.#uses.push(now.call);
    else {
      const waitsFor = this.#uses.filter((call) => call <= own.steps).length;
      this.waits.push({ waitsFor, before: this.#uses.length });
    }
  }
}

function sharesMemory(a: Tensor, b: Tensor): boolean {
  return addon
    .largestTensors(2 ** 30)
    .some(({ handles }) => handles.includes(a.handle) && handles.includes(b.handle));
}
