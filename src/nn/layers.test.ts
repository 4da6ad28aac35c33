import { describeLayers } from "../../tests/parity/layer.js";
import { ALL_CASES, ALL_DEFINITIONS } from "../../tests/parity/layer-cases.js";
import { startOracle } from "../../tests/support/oracle.js";

describeLayers(startOracle(), ALL_CASES, ALL_DEFINITIONS);
