#!/usr/bin/env bash
# `docker run IMAGE train recipe.yaml` is `woodshed train recipe.yaml`; a program of the image runs as it is:
# `docker run -it IMAGE bash`, `docker run IMAGE torchrun ...`.
set -euo pipefail

# Only where the image was built with sshd and the platform hands over its user's key.
if [[ -n ${PUBLIC_KEY:-} ]] && sshd=$(type -P sshd); then
  mkdir -p ~/.ssh
  chmod 700 ~/.ssh
  echo "$PUBLIC_KEY" >>~/.ssh/authorized_keys
  chmod 600 ~/.ssh/authorized_keys
  ssh-keygen -A >/dev/null
  "$sshd"
fi

# exec: the signal that asks a run to save and leave goes to the run, not to a shell.
if type -P -- "${1:-}" >/dev/null; then exec "$@"; fi
exec woodshed "$@"
