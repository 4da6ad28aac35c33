import { Curves } from "../../charts/curves.js";
import type { PageProps } from "../../shell/pages.js";

export default function RunPage({ run }: PageProps) {
  return <Curves title="loss" height={320} series={["train/loss", "validation/loss"].map((metric) => ({ run, metric }))} />;
}
