import { addon } from "../ops/addon.js";
import type { Device, DType } from "./dtype.js";

/** Runs `body` without recording for gradients. */
export function noGrad<T>(body: () => T): T {
  const before = addon.setGradMode(false);
  try {
    return body();
  } finally {
    addon.setGradMode(before);
  }
}

/** Runs `body` with operators choosing their precision as `torch.autocast` does. */
export function autocast<T>(device: Device, dtype: DType, body: () => T): T {
  const before = addon.enterAutocast(device, dtype);
  try {
    return body();
  } finally {
    addon.leaveAutocast(device, before);
  }
}
