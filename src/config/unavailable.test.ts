import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { loadConfig } from "./load.js";

const recipe = fileURLToPath(new URL("../../recipes/quickstart.yaml", import.meta.url));

// Take a line out when its part is built.
it.each([["registry.mlflow.enabled=true", /The MLflow registry is not in this version/]])(
  "refuses %s instead of ignoring it",
  (override, message) => {
    expect(() => loadConfig(recipe, [override])).toThrow(message);
  },
);
