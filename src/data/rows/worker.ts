/*
 * A thread that decodes rows with a module of the user's. No module imports this file: it would then answer messages of the
 * importing thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import { serveTasks } from "../serve-tasks.js";
import { decodeRows, importDecode, type RowData, sharedRow } from "./decode-rows.js";

if (parentPort !== null) {
  const data = workerData as RowData;
  const decode = importDecode(data.decode);
  // The tasks report a module that cannot be imported.
  decode.catch(() => {});
  serveTasks(parentPort, async (task, rowMs) =>
    decodeRows(data, (index) => sharedRow(data.rows, index), await decode, task, rowMs),
  );
}
