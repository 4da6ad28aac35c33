/** Texts of durations and of points in time. */

/** A duration in a sentence: `42 s`, `5 min`, `2 h 10 min`, `3 d 4 h`. */
export function formatDuration(sec: number): string {
  if (sec < 59.5) return `${Math.max(0, Math.round(sec))} s`;
  const min = Math.round(sec / 60);
  if (min < 60) return `${min} min`;
  const hours = Math.floor(min / 60);
  if (hours < 24) return min % 60 === 0 ? `${hours} h` : `${hours} h ${min % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** A duration as a clock shows it, for an axis: `0:07`, `12:30`, `1:02:03`, `2d 3h`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [days, hours] = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24];
  if (days > 0) return `${days}d ${hours}h`;
  const [minutes, rest] = [Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, "0")];
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** `5 min ago`; the date of what is older than a week. */
export function formatAge(timeMs: number, nowMs: number): string {
  const sec = Math.max(0, (nowMs - timeMs) / 1000);
  if (sec < 60) return "just now";
  if (sec < 3600) return `${Math.floor(sec / 60)} min ago`;
  if (sec < 86_400) return `${Math.floor(sec / 3600)} h ago`;
  if (sec < 7 * 86_400) return `${Math.floor(sec / 86_400)} d ago`;
  return new Date(timeMs).toLocaleDateString("en", { day: "numeric", month: "short", year: "numeric" });
}

/** A time of day, with its date where the axis spans days. @param spanSec of the axis */
export function formatWall(sec: number, spanSec: number): string {
  const date = new Date(sec * 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (spanSec > 5 * 86_400) return day;
  if (spanSec > 86_400) return `${day.slice(5)} ${time}`;
  return spanSec > 600 ? time : `${time}:${two(date.getSeconds())}`;
}
