import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  create,
  createFileRegistry,
  type DescMessage,
  type FileRegistry,
  fromBinary,
  fromJson,
  type JsonObject,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_any,
  file_google_protobuf_descriptor,
  file_google_protobuf_empty,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
} from "@bufbuild/protobuf/wkt";

/** A message as JSON, with the field names of W&B's .proto files. */
export type Message = JsonObject;

/**
 * W&B's messages as described by the installed package: each generated Python module contains its file's description
 * as one literal of bytes, which is read here as data.
 */
export class Protocol {
  readonly #registry: FileRegistry;
  readonly #request: DescMessage;
  readonly #response: DescMessage;

  constructor(folder: string) {
    this.#registry = readRegistry(folder);
    this.#request = this.#find("ServerRequest");
    this.#response = this.#find("ServerResponse");
  }

  encodeRequest(request: Message): Uint8Array {
    return toBinary(this.#request, fromJson(this.#request, request));
  }

  /** Returns the number of a message's field. */
  fieldNumber(message: string, field: string): number {
    const found = this.#find(message).fields.find(({ name }) => name === field);
    if (found === undefined) throw new Error(`the wandb package describes no ${message}.${field}`);
    return found.number;
  }

  decodeResponse(bytes: Uint8Array): Message {
    return this.#toMessage(this.#response, bytes);
  }

  /** Decodes a record of a `.wandb` file. */
  decodeRecord(bytes: Uint8Array): Message {
    return this.#toMessage(this.#find("Record"), bytes);
  }

  #toMessage(description: DescMessage, bytes: Uint8Array): Message {
    return toJson(description, fromBinary(description, bytes), { useProtoFieldName: true }) as Message;
  }

  #find(name: string): DescMessage {
    const found = this.#registry.getMessage(`wandb_internal.${name}`);
    if (found === undefined) throw new Error(`the wandb package does not describe ${name}`);
    return found;
  }
}

function readRegistry(folder: string): FileRegistry {
  const ours = readdirSync(folder)
    .filter((name) => name.endsWith("_pb2.py"))
    .map((name) => {
      const text = readFileSync(join(folder, name), "latin1");
      return fromBinary(FileDescriptorProtoSchema, bytesLiteral(text, join(folder, name)));
    });
  const google = [
    file_google_protobuf_any,
    file_google_protobuf_descriptor,
    file_google_protobuf_empty,
    file_google_protobuf_timestamp,
    file_google_protobuf_wrappers,
  ].map(({ proto }) => proto);
  // Sorted so that each file follows its imports.
  const byName = new Map(ours.map((file) => [file.name, file]));
  const sorted = new Set(google);
  const visit = (file: (typeof ours)[number]): void => {
    for (const name of file.dependency) {
      const imported = byName.get(name);
      if (imported !== undefined && !sorted.has(imported)) visit(imported);
    }
    sorted.add(file);
  };
  for (const file of ours) if (!sorted.has(file)) visit(file);
  return createFileRegistry(create(FileDescriptorSetSchema, { file: [...sorted] }));
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

/** Extracts the bytes of `AddSerializedFile(b'...')` from a generated module. */
function bytesLiteral(text: string, path: string): Uint8Array {
  const start = /AddSerializedFile\(b(['"])/.exec(text);
  const end = start === null ? -1 : endOfLiteral(text, start.index + start[0].length, start[1]!);
  if (start === null || end === -1) throw new Error(`${path}: expected AddSerializedFile(b'...')`);
  const body = text.slice(start.index + start[0].length, end);
  const unescaped = body.replace(/\\(x[0-9a-f]{2}|[\s\S])/g, (_, code: string) => {
    if (code.length === 3) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    const known = ESCAPES[code];
    if (known === undefined) throw new Error(`${path}: an escape that is not known, \\${code}`);
    return known;
  });
  return Buffer.from(unescaped, "latin1");
}

function endOfLiteral(text: string, start: number, quote: string): number {
  for (let i = start; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === quote) return i;
  }
  return -1;
}
