export { type InstrumentManifests, type PrepareOptions, prepareInstruments } from "./prepare.js";
