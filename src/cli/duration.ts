/** `2 min 5 s` */
export function formatDuration(sec: number): string {
  const whole = Math.round(sec);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
