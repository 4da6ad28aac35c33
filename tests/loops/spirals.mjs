// Decodes a row in a worker thread: a point of a spiral, moved at random in every epoch.
export default ({ jitter }) =>
  ({ arm, turn }, out, { random }) => {
    const angle = 2 * Math.PI * (arm / 3 + turn) + jitter * (random() - 0.5);
    out.point.set([turn * Math.cos(angle), turn * Math.sin(angle)]);
    out.arm[0] = BigInt(arm);
  };
