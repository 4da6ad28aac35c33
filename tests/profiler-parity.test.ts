import { describe, expect, it, vi } from "vitest";
import { crossEntropy, Linear, ReLU, Sequential } from "../src/nn/index.js";
import { AdamW } from "../src/optim/index.js";
import { hookModules } from "../src/profiling/hooks.js";
import { moduleTable } from "../src/profiling/modules.js";
import { operatorTable } from "../src/profiling/operators.js";
import type { TraceEvents } from "../src/profiling/trace-events.js";
import { manualSeed, scope } from "../src/tensor/index.js";
import { ops } from "../src/tensor/ops.js";
import { WAIT } from "./support/cli.js";
import { startOracle } from "./support/oracle.js";
import { trace } from "./support/trace.js";

const oracle = startOracle("torch._dynamo");
const NUM_STEPS = 3;

describe("a trace of the same model and steps as in Python", () => {
  it("has the operators of key_averages with equal counts and similar shares of time", async () => {
    manualSeed(0);
    // The layers are so large that the time of the products is not noise.
    const model = new Sequential(new Linear(512, 1024), new ReLU(), new Linear(1024, 10));
    const optimizer = new AdamW(model.parameters());
    const x = ops.randn([256, 512]);
    const labels = ops.randint(10, [256], { dtype: "int64" });
    // Both sides pass the gradient explicitly, because each would create it with other operators.
    const seed = ops.ones([]);
    const step = () =>
      scope(() => {
        optimizer.zeroGrad();
        const loss = crossEntropy(model.forward(x), labels);
        loss.backward({ gradient: seed });
        optimizer.step();
      });
    step();
    const measureOurs = () =>
      operatorTable(
        trace(() => {
          for (let i = 0; i < NUM_STEPS; i++) step();
        }),
      );
    const measureTheirs = () =>
      oracle.run<{ rows: [string, number, number, number][] }>(
        `
      from torch.profiler import profile, ProfilerActivity
      model = nn.Sequential(nn.Linear(512, 1024), nn.ReLU(), nn.Linear(1024, 10))
      optimizer = torch.optim.AdamW(model.parameters(), fused=True)
      x, labels = torch.randn(256, 512), torch.randint(10, (256,))
      seed = torch.ones([])
      def step():
          for parameter in model.parameters():
              parameter.grad = None
          F.cross_entropy(model(x), labels).backward(seed)
          optimizer.step()
      step()
      with profile(activities=[ProfilerActivity.CPU], record_shapes=True, profile_memory=True) as prof:
          for _ in range(steps):
              step()
      out["rows"] = [
          [row.key, row.count, row.self_cpu_time_total / 1000, row.cpu_time_total / 1000]
          for row in prof.key_averages() if not row.is_user_annotation and row.key != "[memory]"
      ]
      `,
        { steps: NUM_STEPS },
      );
    const ours = measureOurs();
    const { rows } = await measureTheirs();
    const counts = (table: readonly (readonly [string, number])[]) =>
      Object.fromEntries(table.toSorted(([a], [b]) => a.localeCompare(b)));
    expect(counts(ours.map(({ name, calls }) => [name, calls] as const))).toEqual(
      counts(rows.map(([name, count]) => [name, count] as const)),
    );
    // Times depend on the load of the machine; the shares of the slowest operators do not.
    const total = (times: number[]) => times.reduce((a, b) => a + b, 0);
    await vi.waitFor(async () => {
      const [ourRows, { rows: theirRows }] = [measureOurs(), await measureTheirs()];
      const ourTotal = total(ourRows.map(({ selfMs }) => selfMs));
      const theirTotal = total(theirRows.map(([, , selfMs]) => selfMs));
      for (const [name, , selfMs] of theirRows.filter(([, , ms]) => ms / theirTotal > 0.2)) {
        const own = ourRows.find((row) => row.name === name)!.selfMs / ourTotal;
        expect(Math.abs(own - selfMs / theirTotal), name).toBeLessThan(0.3);
      }
    }, WAIT);
    model.dispose();
    optimizer.dispose();
  });

  it("attributes backward time to the modules of the forward pass, and flops to matrix products", async () => {
    const model = new Sequential(new Linear(512, 1024), new ReLU(), new Linear(1024, 10));
    const unhook = hookModules("model", model);
    const x = ops.randn([256, 512]);
    const measure = () => trace(() => scope(() => model.forward(x).sum().backward()));
    const tableOf = (measured: TraceEvents) =>
      Object.fromEntries(moduleTable(measured).map((row) => [row.name, row]));
    const events = measure();
    const table = tableOf(events);
    // The layers take most of the time. A busy machine may interrupt any operator, so the measurement is repeated.
    await vi.waitFor(() => {
      const { "model.0": first, "model.2": last, "(no module)": others } = tableOf(measure());
      expect(first!.backwardMs + last!.backwardMs).toBeGreaterThan(others!.backwardMs);
    }, WAIT);
    unhook();
    expect(Object.keys(table).sort()).toEqual(["(no module)", "model", "model.0", "model.1", "model.2"]);
    expect([table["model"]!.type, table["model.0"]!.type, table["model.0"]!.calls]).toEqual([
      "Sequential",
      "Linear",
      1,
    ]);
    // There are two products forward and three backward: the gradient of the input is not computed.
    expect(table["model.0"]!.backwardMs).toBeGreaterThan(0);
    expect(table["model.1"]!.backwardMs).toBeGreaterThan(0);
    expect(table["model"]!.forwardMs).toBeGreaterThan(table["model.0"]!.forwardMs);
    // The output of the first layer, 256 x 1024 floats, stays alive after its forward.
    expect(table["model.0"]!.keptBytes).toBe(256 * 1024 * 4);
    const flops = events.host.filter(({ name }) => name === "aten::addmm").map((event) => event.flops);
    expect(flops).toEqual([2 * 256 * 512 * 1024, 2 * 256 * 1024 * 10]);
    expect(Object.hasOwn(model, "forward")).toBe(false);
    model.dispose();
  });
});
