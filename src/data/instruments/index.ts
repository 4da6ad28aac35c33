export { prepareInstruments } from "./prepare.js";
