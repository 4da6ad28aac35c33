import { WeightAverage } from "./weight-average.js";

/**
 * Stochastic weight averaging (Izmailov et al., 2018): the mean of the weights at the ends of epochs. Equals
 * `torch.optim.swa_utils.AveragedModel(use_buffers=True)`. The mean of running statistics is not that of the averaged
 * weights: re-estimate them before use.
 */
export class Swa extends WeightAverage {
  /** Adds the current weights to the mean of so many earlier ones; 0 copies them. */
  update(numAveraged: number): void {
    this.approach(1 / (numAveraged + 1));
  }
}
