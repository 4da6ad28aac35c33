"""Writes the weights of silero-vad's network for 16 kHz with the names of silero.ts: python convert.py silero.pth

The package's TorchScript file has them under other names, beside the network for 8 kHz. Needs silero-vad 6.2.3.
"""

import sys

import torch
from silero_vad import load_silero_vad

NAMES = {
    "_model.stft.forward_basis_buffer": "stft_conv.weight",
    **{f"_model.encoder.{i}.reparam_conv.{part}": f"conv{i + 1}.{part}" for i in range(4) for part in ("weight", "bias")},
    **{f"_model.decoder.rnn.{part}": f"lstm_cell.{part}" for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")},
    **{f"_model.decoder.decoder.2.{part}": f"final_conv.{part}" for part in ("weight", "bias")},
}

if __name__ == "__main__":
    state = load_silero_vad().state_dict()
    torch.save({own: state[name] for name, own in NAMES.items()}, sys.argv[1])
