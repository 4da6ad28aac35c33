export { prepareSoundscapes } from "./prepare.js";
