/** Description of the argument that names a trained model. */
export const MODEL_ARGUMENT =
  "folder of a run (uses its best checkpoint), folder of a checkpoint, models:/name/version or models:/name@alias";
