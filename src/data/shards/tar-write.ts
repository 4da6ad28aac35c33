import { BLOCK_BYTES } from "./tar.js";

/** The longest name that fits into a header's name field. */
export const MAX_NAME_BYTES = 100;

/**
 * Returns a file's header: ustar (POSIX.1-1988), without owner and time, so that the same content results in the
 * same bytes. Names have at most 100 bytes, and sizes are below 8 GiB.
 */
export function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, at: number, length: number): void => {
    header.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
  };
  header.write(name, 0, MAX_NAME_BYTES, "utf8");
  octal(0o644, 100, 8);
  octal(0, 108, 8); // owner
  octal(0, 116, 8); // group
  octal(size, 124, 12);
  octal(0, 136, 12); // time
  header.write("0ustar\x0000", 156, "latin1");
  octal(0, 329, 8); // device
  octal(0, 337, 8);
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

/** Returns the zeros that fill a member's last block. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES);
}

/** The last bytes of a tar. */
export const END_MARK = Buffer.alloc(2 * BLOCK_BYTES);
