/** The dialog that saves the table. */
import { data, find } from "./data.js";
import { reviewed, tableText } from "./table.js";

const dialog = find("save");

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

export function openSave() {
  show();
  dialog.showModal();
}

function show() {
  const withUndecided = find("with-undecided").checked;
  const { kept, numEvents, numWithout, ...left } = reviewed(withUndecided);
  const without = numWithout === 0 ? "" : `, ${counted(numWithout, "recording")} of them without events`;
  find("save-counts").textContent =
    kept.length === 0
      ? "No recording is reviewed completely yet."
      : `The table has ${counted(numEvents, "event")} of ${counted(kept.length, "recording")}${without}.`;
  const reasons = [
    left.numUndecided === 0 ? "" : `${counted(left.numUndecided, "event")} to review`,
    left.numElsewhere === 0
      ? ""
      : `${counted(left.numElsewhere, "event")} with higher scores, not on this page`,
    left.numSilent === 0 ? "" : `${counted(left.numSilent, "recording")} in which nothing was detected`,
  ].filter((reason) => reason !== "");
  find("save-left-out").textContent =
    left.numLeftOut === 0
      ? "All recordings are reviewed."
      : `${counted(left.numLeftOut, "recording")} not reviewed completely: ${reasons.join("; ")}.`;
  find("with-undecided").parentElement.hidden = left.numLeftOut === 0;
  find("save-table").disabled = kept.length === 0;
  find("command").textContent = `woodshed train RECIPE task.name=detection data.train=${fileName()}`;
}

const fileName = () => find("file-name").value.trim() || "reviewed.tsv";

export function startSave() {
  for (const id of ["with-undecided", "relative", "file-name"]) find(id).addEventListener("input", show);
  find("save-table").addEventListener("click", () => {
    const { kept } = reviewed(find("with-undecided").checked);
    const text = tableText(kept, find("relative").checked ? data.folder : null);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/tab-separated-values" }));
    link.download = fileName();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}
