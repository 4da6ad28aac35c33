/**
 * Encodes TensorBoard's Event messages by their field numbers (tensorboard/compat/proto: event, summary, tensor;
 * plugins/hparams: plugin_data).
 */
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** Time and step of an event. */
export interface EventTime {
  step: number;
  timeMs: number;
}

type Build = (writer: BinaryWriter) => void;

function event({ step, timeMs }: EventTime, build: Build): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Bit64).double(timeMs / 1000);
  writer.tag(2, WireType.Varint).int64(step);
  build(writer);
  return writer.finish();
}

function message(writer: BinaryWriter, field: number, build: Build): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  build(writer);
  writer.join();
}

/** The first event of every file. */
export function versionEvent(timeMs: number): Uint8Array {
  return event({ step: 0, timeMs }, (writer) =>
    writer.tag(3, WireType.LengthDelimited).string("brain.Event:2"),
  );
}

/** Makes TensorBoard ignore earlier events of this step and later ones. */
export function purgeEvent(time: EventTime): Uint8Array {
  const START = 1;
  return event(time, (writer) => message(writer, 7, (log) => log.tag(1, WireType.Varint).int32(START)));
}

function summaryEvent(time: EventTime, values: readonly Build[]): Uint8Array {
  return event(time, (writer) =>
    message(writer, 5, (summary) => {
      for (const value of values) message(summary, 1, value);
    }),
  );
}

/** A scalar as a 32-bit float, TensorBoard's precision. */
export function scalarsEvent(time: EventTime, scalars: readonly [name: string, value: number][]): Uint8Array {
  return summaryEvent(
    time,
    scalars.map(([name, value]) => (writer) => {
      writer.tag(1, WireType.LengthDelimited).string(name);
      writer.tag(2, WireType.Bit32).float(value);
    }),
  );
}

/** @param png a PNG file of that size */
export function imageEvent(
  time: EventTime,
  name: string,
  { width, height, png }: { width: number; height: number; png: Uint8Array },
): Uint8Array {
  const RGB = 3;
  const image: Build = (writer) => {
    writer.tag(1, WireType.LengthDelimited).string(name);
    message(writer, 4, (image) => {
      image.tag(1, WireType.Varint).int32(height);
      image.tag(2, WireType.Varint).int32(width);
      image.tag(3, WireType.Varint).int32(RGB);
      image.tag(4, WireType.LengthDelimited).bytes(png);
    });
  };
  return summaryEvent(time, [image]);
}

export interface Sound {
  name: string;
  /** A WAV file. */
  wav: Uint8Array;
  sampleRateHz: number;
  numChannels: number;
  numFrames: number;
}

export function audioEvent(time: EventTime, sound: Sound): Uint8Array {
  const { name, wav, sampleRateHz, numChannels, numFrames } = sound;
  const audio: Build = (writer) => {
    writer.tag(1, WireType.LengthDelimited).string(name);
    message(writer, 6, (audio) => {
      audio.tag(1, WireType.Bit32).float(sampleRateHz);
      audio.tag(2, WireType.Varint).int64(numChannels);
      audio.tag(3, WireType.Varint).int64(numFrames);
      audio.tag(4, WireType.LengthDelimited).bytes(wav);
      audio.tag(5, WireType.LengthDelimited).string("audio/wav");
    });
  };
  return summaryEvent(time, [audio]);
}

/** @param markdown as TensorBoard shows it */
export function textEvent(time: EventTime, name: string, markdown: string): Uint8Array {
  const DT_STRING = 7;
  const text: Build = (writer) => {
    writer.tag(1, WireType.LengthDelimited).string(name);
    message(writer, 8, (tensor) => {
      tensor.tag(1, WireType.Varint).int32(DT_STRING);
      message(tensor, 2, () => {}); // a scalar's shape
      tensor.tag(8, WireType.LengthDelimited).string(markdown);
    });
    metadata(writer, "text");
  };
  return summaryEvent(time, [text]);
}

export type HyperParameters = Readonly<Record<string, string | number | boolean>>;

export function sessionStartEvent(timeMs: number, hyperParameters: HyperParameters): Uint8Array {
  const info = new BinaryWriter();
  message(info, 3, (start) => {
    for (const [key, value] of Object.entries(hyperParameters)) {
      message(start, 1, (entry) => {
        entry.tag(1, WireType.LengthDelimited).string(key);
        message(entry, 2, (field) => {
          if (typeof value === "number") field.tag(2, WireType.Bit64).double(value);
          else if (typeof value === "string") field.tag(3, WireType.LengthDelimited).string(value);
          else field.tag(4, WireType.Varint).bool(value);
        });
      });
    }
    start.tag(5, WireType.Bit64).double(timeMs / 1000);
  });
  return hparamsEvent(timeMs, "_hparams_/session_start_info", info.finish());
}

export function sessionEndEvent(timeMs: number): Uint8Array {
  const SUCCESS = 1;
  const info = new BinaryWriter();
  message(info, 4, (end) => {
    end.tag(1, WireType.Varint).int32(SUCCESS);
    end.tag(2, WireType.Bit64).double(timeMs / 1000);
  });
  return hparamsEvent(timeMs, "_hparams_/session_end_info", info.finish());
}

function hparamsEvent(timeMs: number, tag: string, content: Uint8Array): Uint8Array {
  return summaryEvent({ step: 0, timeMs }, [
    (writer) => {
      writer.tag(1, WireType.LengthDelimited).string(tag);
      metadata(writer, "hparams", content);
    },
  ]);
}

/** Selects the plugin of TensorBoard that shows a value. */
function metadata(writer: BinaryWriter, plugin: string, content?: Uint8Array): void {
  message(writer, 9, (metadata) =>
    message(metadata, 1, (data) => {
      data.tag(1, WireType.LengthDelimited).string(plugin);
      if (content !== undefined) data.tag(2, WireType.LengthDelimited).bytes(content);
    }),
  );
}

/** The fields of an event that show how far a file goes. */
export function readEventHead(bytes: Uint8Array): { step: number; isPurge: boolean } {
  const reader = new BinaryReader(bytes);
  let [step, isPurge] = [0, false];
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === 2) step = Number(reader.int64());
    else {
      isPurge ||= field === 7;
      reader.skip(type, field);
    }
  }
  return { step, isPurge };
}
