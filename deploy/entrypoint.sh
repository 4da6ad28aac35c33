#!/usr/bin/env bash
# `docker run IMAGE train recipe.yaml` runs `woodshed train recipe.yaml`; programs of the image run directly:
# `docker run -it IMAGE bash`, `docker run IMAGE torchrun ...`.
set -euo pipefail

# Only if the image was built with sshd and the platform passes the user's key.
if [[ -n ${PUBLIC_KEY:-} ]] && sshd=$(type -P sshd); then
  mkdir -p ~/.ssh
  chmod 700 ~/.ssh
  echo "$PUBLIC_KEY" >>~/.ssh/authorized_keys
  chmod 600 ~/.ssh/authorized_keys
  ssh-keygen -A >/dev/null
  "$sshd"
fi

# exec: the signal that asks a run to save and exit reaches the run, not a shell.
if type -P -- "${1:-}" >/dev/null; then exec "$@"; fi
exec woodshed "$@"
