import { RequestError } from "./request-error.js";

const HEADERS_END = Buffer.from("\r\n\r\n");
/** A form of more parts is not an upload of one file. */
const MAX_PARTS = 32;

/**
 * Returns the one file of a form (RFC 7578). A part is a file if it has a file name.
 *
 * @throws RequestError for a form that is damaged, or has no file or several
 */
export function fileInForm(body: Buffer, contentType: string): { bytes: Buffer; name: string } {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType);
  if (boundary === null) throw damaged("its Content-Type names no boundary");
  const line = Buffer.from(`--${boundary[1] ?? boundary[2]}`, "latin1");
  const delimiter = Buffer.concat([Buffer.from("\r\n"), line]);
  let start = body.indexOf(line);
  if (start < 0) throw damaged("its boundary is not in the body");
  start += line.length;
  const files: { bytes: Buffer; name: string }[] = [];
  for (let i = 0; ; i++) {
    if (body.toString("latin1", start, start + 2) === "--") break;
    const end = body.indexOf(delimiter, start);
    if (end < 0) throw damaged("it ends in the middle of a part");
    if (i === MAX_PARTS) throw damaged(`it has more than ${MAX_PARTS} parts`);
    const part = readPart(body.subarray(start, end));
    if (part !== null) files.push(part);
    start = end + delimiter.length;
  }
  if (files.length === 1) return files[0]!;
  throw new RequestError(
    400,
    "FORM",
    `expected one file in the form, found ${files.length}; send one audio file per request (curl -F file=@note.wav)`,
  );
}

/** Returns null for a field that is not a file. */
function readPart(part: Buffer): { bytes: Buffer; name: string } | null {
  const headersEnd = part.indexOf(HEADERS_END);
  if (headersEnd < 0) throw damaged("the headers of a part have no end");
  const headers = part.toString("utf8", 0, headersEnd);
  const name = /^content-disposition:.*?;\s*filename="([^"]*)"/im.exec(headers)?.[1];
  if (name === undefined) return null;
  return { bytes: part.subarray(headersEnd + HEADERS_END.length), name: name === "" ? "upload" : name };
}

function damaged(reason: string): RequestError {
  return new RequestError(400, "FORM", `the form cannot be read: ${reason}`);
}
