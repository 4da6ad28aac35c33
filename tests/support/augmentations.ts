/** A list of augmentations that reads files, changes lengths, mixes clips and changes features. */
export function augmentationList(folder: string): string {
  return JSON.stringify([
    { name: "gain", gain_db: [-6, 6], probability: 0.5 },
    { name: "speed", factor: [0.9, 1.1], probability: 0.7 },
    { name: "pitch_shift", semitones: [-2, 2], probability: 0.3 },
    { name: "background", folder, snr_db: [10, 20], probability: 0.5 },
    { name: "mixup", share: [0.1, 0.5], probability: 0.6 },
    { name: "noise", snr_db: [10, 30], colors: ["white", "pink"], probability: 0.5 },
    { name: "cutmix", probability: 0.3 },
    { name: "spec_augment", probability: 0.8 },
    { name: "time_roll", probability: 0.5 },
    { name: "freq_roll", probability: 0.5 },
  ]);
}
