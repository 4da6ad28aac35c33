import { ConfigError } from "../../errors.js";
import type { AugmentationContext } from "../define.js";
import type { Range } from "../range.js";

/** @throws ConfigError for frequencies that clips at this sample rate do not have */
export function checkBelowNyquist(key: string, [, high]: Range, { sampleRateHz }: AugmentationContext): void {
  if (high < sampleRateHz / 2) return;
  throw new ConfigError(
    "CONFIG_CONFLICT",
    `${key}: up to ${high} Hz, expected less than ${sampleRateHz / 2} Hz, half of data.sample_rate_hz`,
  );
}
