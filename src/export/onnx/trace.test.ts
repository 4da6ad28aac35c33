import { describe, expect, test } from "vitest";
import { exportFunction, largestDifference } from "../../../tests/support/onnx.js";
import { Conv1d, Linear, Module, ReLU, Sequential } from "../../nn/index.js";
import { addon } from "../../tensor/addon.js";
import { scope, Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";

const SHAPES = [
  [2, 4, 10],
  [3, 4, 13],
  [7, 4, 17],
];

/** Model whose last layer calls the function under test. */
class Odd extends Module {
  readonly body: Sequential;

  constructor(last: (x: Tensor) => Tensor) {
    super();
    this.body = new Sequential(new Conv1d(4, 6, 3), new ReLU(), new Last(last));
  }

  forward(x: Tensor): Tensor {
    return this.body.forward(x);
  }
}

class Last extends Module {
  constructor(private readonly call: (x: Tensor) => Tensor) {
    super();
  }

  forward(x: Tensor): Tensor {
    return this.call(x);
  }
}

function exportOdd(last: (x: Tensor) => Tensor): Uint8Array {
  const model = scope(() => new Odd(last));
  try {
    return exportFunction((x) => model.forward(x), SHAPES, { modules: { model } });
  } finally {
    model.dispose();
  }
}

describe("errors name the operator and the module", () => {
  test("an operator without a converter", () => {
    expect(() => exportOdd((x) => ops.cumsum(x, 1))).toThrow(
      /^export: aten::cumsum, called by model\.body\.2 \(Last\), has no ONNX converter/,
    );
  });

  test("an operator on complex numbers", () => {
    expect(() =>
      exportOdd((x) =>
        ops.viewAsReal(
          x
            .flatten(1)
            .stft(8, { window: ops.ones([8]), returnComplex: true })
            .mul(2),
        ),
      ),
    ).toThrow(/aten::mul.* of a complex tensor, called by model\.body\.2 \(Last\)/);
  });

  test("random numbers", () => {
    expect(() => exportOdd((x) => x.add(ops.rand([6, 1])))).toThrow(
      /aten::add\.Tensor, called by model\.body\.2 \(Last\): argument 'other' is a tensor that changes from input to input/,
    );
  });

  test("values that JavaScript reads out of a tensor", () => {
    expect(() => exportOdd((x) => x.mul(x.max().item()))).toThrow(
      /argument 'other' depends on the input .* in a way that a graph cannot follow/,
    );
    expect(() => exportOdd((x) => Tensor.from(x.toFloat32Array(), { shape: x.shape }))).toThrow(
      /^export: y does not depend on the waveform by operator calls alone/,
    );
  });

  test("different operators for another input size", () => {
    expect(() => exportOdd((x) => (x.shape[0]! > 2 ? x.mul(2) : x.relu()))).toThrow(
      /for inputs of another size, aten::relu, called by model\.body\.2 \(Last\), is aten::mul/,
    );
    expect(() => exportOdd((x) => (x.shape[0]! > 2 ? x.mul(2) : x.mul(2).relu()))).toThrow(
      /for inputs of another size, aten::relu, called by model\.body\.2 \(Last\), is not called/,
    );
  });

  test("a size computed from a dimension by other functions", () => {
    expect(() => exportOdd((x) => x.narrow(2, 0, Math.floor(Math.sqrt(x.shape[2]!))))).toThrow(
      /argument 'length' changes with the input's size \(2, 3, 3\) and is no dimension of a tensor before it/,
    );
  });

  test("a product of dimensions plus one", () => {
    const odd = (x: Tensor) => x.flatten().narrow(0, 0, x.shape[0]! * x.shape[2]! + 1);
    expect(() => exportOdd(odd)).toThrow(/argument 'length' changes with the input's size \(17, 34, 106\)/);
  });

  test("a size that ONNX needs as a constant", () => {
    expect(() => exportOdd((x) => x.avgPool1d(x.shape[2]!))).toThrow(
      /aten::avg_pool1d, called by model\.body\.2 \(Last\): 'kernel_size' must not depend on the input's size/,
    );
  });

  test("a view of a tensor that is changed in place later", () => {
    const stale = (x: Tensor) => {
      const own = x.mul(1);
      const view = own.transpose(1, 2);
      own.relu_();
      return view.add(1);
    };
    expect(() => exportOdd(stale)).toThrow(
      /aten::add\.\w+, called by model\.body\.2 \(Last\), receives a tensor whose memory aten::relu_, called by model\.body\.2 \(Last\), has changed/,
    );
  });

  test("a constant that is changed after its use", () => {
    const counting = (x: Tensor) => {
      const count = ops.ones([1]);
      const y = x.mul(count);
      count.add_(1);
      return y.mul(count);
    };
    expect(() => exportOdd(counting)).toThrow(
      /aten::add_\.\w+, called by .* changes a constant that was used before/,
    );
  });
});

describe("exportFunction", () => {
  test("names weights by the state dict and nodes by their modules", () => {
    const text = Buffer.from(exportOdd((x) => x.neg())).toString("latin1");
    for (const name of ["model.body.0.weight", "model.body.0/Conv", "model.body.2/Neg"])
      expect(text).toContain(name);
  });

  test("supports sizes that are dimensions, their sums and products, and tensors of these sizes", async () => {
    const body = (x: Tensor) => {
      const [b, , t] = x.shape as [number, number, number];
      const padded = ops.cat([x, ops.zeros([b, 4, 3])], 2).reshape([b * 4, t + 3]);
      return padded
        .narrow(1, 1, t - 1)
        .reshape([b, 4 * (t - 1)])
        .add(ops.full([b, 1], 0.5));
    };
    const tried = [
      [1, 4, 5],
      [9, 4, 31],
    ];
    expect(await largestDifference(exportFunction(body, SHAPES), body, tried)).toBe(0);
  });

  test("supports in-place operators on newly created tensors", async () => {
    const body = (x: Tensor) => {
      const y = x.mul(2);
      y.add_(1);
      const view = y.transpose(1, 2);
      return view.relu_().add(x.transpose(1, 2));
    };
    expect(await largestDifference(exportFunction(body, SHAPES), body, SHAPES)).toBe(0);
  });

  test("folds calls on weights only into constants", async () => {
    const layer = scope(() => new Linear(10, 3));
    const body = (x: Tensor) =>
      ops.linear(x, layer.weight.div(layer.weight.square().sum(1, true).sqrt()), layer.bias);
    const model = exportFunction(body, [
      [2, 10],
      [3, 10],
    ]);
    expect(Buffer.from(model).toString("latin1")).not.toContain("Sqrt");
    expect(await largestDifference(model, body, [[5, 10]])).toBeLessThan(1e-6);
    layer.dispose();
  });
});

test("a module of several inputs gets all of them while it is traced", async () => {
  class Scaled extends Module {
    readonly fc = new Linear(4, 4);
    forward(x: Tensor, factor: Tensor, offset: number): Tensor {
      return this.fc.forward(x).mul(factor).add(offset);
    }
  }
  const model = scope(() => new Scaled());
  const body = (x: Tensor) => model.forward(x, x.sum(1, true), 3);
  const exported = exportFunction(
    body,
    SHAPES.map(([b]) => [b!, 4]),
    { modules: { model } },
  );
  expect(Buffer.from(exported).toString("latin1")).toContain("model/Mul");
  expect(await largestDifference(exported, body, [[5, 4]])).toBeLessThan(1e-5);
  model.dispose();
});

test("an export restores the modules and leaves no live handle", () => {
  const before = addon.liveTensors();
  const model = scope(() => new Odd((x) => x.neg()));
  exportFunction((x) => model.forward(x), SHAPES, { modules: { model } });
  expect(Object.getOwnPropertyNames(model)).not.toContain("forward");
  const empty = ops.zeros([1, 4, 5]);
  const after = scope(() => model.forward(empty).shape);
  expect(after).toEqual([1, 6, 3]);
  empty.dispose();
  model.dispose();
  expect(addon.liveTensors()).toBe(before);
});
