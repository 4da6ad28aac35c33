export * from "./format.js";
export * from "./reader.js";
export * from "./safetensors.js";
export * from "./writer.js";
