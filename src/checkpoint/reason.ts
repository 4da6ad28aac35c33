const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "no permission to write there",
  EFBIG: "the file is larger than the system allows (EFBIG)",
};

/** The reason of a failed write in words; the system's own words where there are no better ones. */
export function reasonOf({ code = "", message }: { code?: string | undefined; message: string }): string {
  return REASONS[code] ?? message;
}
