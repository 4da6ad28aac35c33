export * from "./adamw.js";
export * from "./clip.js";
export * from "./ema.js";
export * from "./grad-scaler.js";
export * from "./optimizer.js";
export * from "./schedule.js";
export * from "./sgd.js";
