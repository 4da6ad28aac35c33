import { addon } from "./addon.js";
import type { Device, DType } from "./dtype.js";

/** Runs `body` without recording operators for gradients. */
export function noGrad<T>(body: () => T): T {
  return withGradMode(false, body);
}

/** Runs `body` with recording operators for gradients, inside of `noGrad` or of a backward. */
export function enableGrad<T>(body: () => T): T {
  return withGradMode(true, body);
}

function withGradMode<T>(records: boolean, body: () => T): T {
  const before = addon.setGradMode(records);
  try {
    return body();
  } finally {
    addon.setGradMode(before);
  }
}

/** Runs `body` with the precision of each operator chosen as by `torch.autocast`. */
export function autocast<T>(device: Device, dtype: DType, body: () => T): T {
  const before = addon.enterAutocast(device, dtype);
  try {
    return body();
  } finally {
    addon.leaveAutocast(device, before);
  }
}
