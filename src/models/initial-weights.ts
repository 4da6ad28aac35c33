/** Distributions of initial weights that published models use in place of PyTorch's defaults; drawn from the default generator. */
import { Conv1d, Conv2d, Linear } from "../nn/index.js";
import type { Module } from "../nn/module.js";
import { noGrad, type Tensor } from "../tensor/index.js";

/** Values that a unit of the next layer, and of this layer, is connected to. */
function fansOf({ shape }: Tensor): { fanIn: number; fanOut: number } {
  const [numOut, numIn, ...kernel] = shape as [number, number, ...number[]];
  const area = kernel.reduce((product, size) => product * size, 1);
  return { fanIn: numIn * area, fanOut: numOut * area };
}

/** Draws the weights of every convolution and linear layer by Glorot and Bengio (2010) and zeroes the biases, as PANNs does. */
export function initXavier(model: Module): void {
  noGrad(() => {
    for (const layer of layersOf(model)) {
      const { fanIn, fanOut } = fansOf(layer.weight);
      const bound = Math.sqrt(6 / (fanIn + fanOut));
      layer.weight.uniform_(-bound, bound);
      layer.bias?.zero_();
    }
  });
}

/** Draws the weights of every convolution by He et al. (2015) for ReLU, with the fan of the outputs, as torchvision does. */
export function initKaiming(model: Module): void {
  noGrad(() => {
    for (const layer of layersOf(model)) {
      if (layer instanceof Linear) continue;
      layer.weight.normal_(0, Math.sqrt(2 / fansOf(layer.weight).fanOut));
      layer.bias?.zero_();
    }
  });
}

/** Draws the weights of every convolution by He et al. (2015) for ReLU, with the fan of the inputs, as Keras's he_normal. */
export function initHe(model: Module): void {
  noGrad(() => {
    for (const layer of layersOf(model)) {
      if (layer instanceof Linear) continue;
      layer.weight.normal_(0, Math.sqrt(2 / fansOf(layer.weight).fanIn));
      layer.bias?.zero_();
    }
  });
}

/** Draws the weights of every linear layer from a normal distribution and zeroes the biases. */
export function initLinear(model: Module, std: number): void {
  noGrad(() => {
    for (const layer of layersOf(model)) {
      if (!(layer instanceof Linear)) continue;
      layer.weight.normal_(0, std);
      layer.bias?.zero_();
    }
  });
}

function layersOf(model: Module): (Conv1d | Conv2d | Linear)[] {
  return [...model.modules()].filter(
    (layer): layer is Conv1d | Conv2d | Linear =>
      layer instanceof Conv1d || layer instanceof Conv2d || layer instanceof Linear,
  );
}
