export { checkpoint, checkpointed, isRecomputing } from "./checkpoint.js";
