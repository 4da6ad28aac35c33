import { describeLayers } from "../../tests/parity/layer.js";
import { DEFINITIONS, LAYER_CASES } from "../../tests/parity/layer-cases.js";
import { startOracle } from "../../tests/support/oracle.js";

describeLayers(startOracle(), LAYER_CASES, DEFINITIONS);
