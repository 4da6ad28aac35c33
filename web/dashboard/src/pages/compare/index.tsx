import { EmptyBox } from "../../shell/boxes.js";
import { param } from "../../shell/router.js";

export default function ComparePage() {
  const keys = param("runs")
    .split(",")
    .filter((key) => /^[0-9a-f]{12}$/.test(key));
  if (keys.length < 2) return <EmptyBox title="Choose two runs or more to compare" />;
  return null;
}
