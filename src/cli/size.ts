const UNITS = [
  { name: "GB", bytes: 1e9 },
  { name: "MB", bytes: 1e6 },
];

/** `1.2 GB`, `3.4 MB`, `34 kB` */
export function formatBytes(bytes: number): string {
  const unit = UNITS.find((one) => bytes >= one.bytes);
  return unit === undefined
    ? `${Math.ceil(bytes / 1e3)} kB`
    : `${(bytes / unit.bytes).toFixed(1)} ${unit.name}`;
}
