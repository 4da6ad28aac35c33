/**
 * Adds noise at a ratio of powers in dB, as torchaudio.functional.add_noise (2.0) does, over all channels together. Silence and
 * noise without power leave the samples as they are: no ratio exists then.
 */
export function addAtRatio(samples: Float32Array, noise: ArrayLike<number>, snrDb: number): void {
  const [signalPower, noisePower] = [energyOf(samples), energyOf(noise)];
  if (signalPower === 0 || noisePower === 0) return;
  const scale = Math.sqrt(signalPower / noisePower) * 10 ** (-snrDb / 20);
  for (let i = 0; i < samples.length; i++) samples[i]! += scale * noise[i]!;
}

function energyOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! * samples[i]!;
  return sum;
}
