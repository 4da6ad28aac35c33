# Woodshed with libtorch in one image, for any cloud; see docs/deploy.md.
#
#   docker build -t woodshed .
#   docker run --rm --gpus all --shm-size 16g -v "$PWD":/workspace woodshed train my-recipe.yaml
#
# CUDA comes with the torch wheel, the driver from the host's NVIDIA container toolkit: a CUDA base image
# would hold the same libraries twice. Node's major version is that of .nvmrc.
FROM node:20.19.5-bookworm-slim

# Additional index for torch: the address of the wheel index for the CUDA (or CPU) version that your driver needs.
# Empty uses the wheel of the package index, which for Linux is a CUDA build.
ARG TORCH_INDEX_URL=""
# Any value adds sshd (WITH_SSH=1), which the entry point starts once PUBLIC_KEY is set (RunPod's startSsh).
ARG WITH_SSH=""

# curl terminates a RunPod pod if Node cannot. make and g++ also compile better-sqlite3 where no binary of it can be fetched.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates curl g++ make python3 python3-venv tini ${WITH_SSH:+openssh-server} \
    # Host keys made here would be the same in every container, so the entry point makes them. sshd needs its folder.
    && rm -rf /var/lib/apt/lists/* /etc/ssh/ssh_host_* \
    && mkdir -p /run/sshd

WORKDIR /opt/woodshed
COPY . .
# The caches stay with the builder: the image is 3 GB smaller, and a second build downloads nothing.
RUN --mount=type=cache,target=/root/.npm --mount=type=cache,target=/root/.cache/pip \
    PIP_EXTRA_INDEX_URL="$TORCH_INDEX_URL" node setup.mjs --for services --verbose \
    # Links into a folder of the PATH: shells over SSH, also those of SkyPilot and dstack, set their own PATH.
    && ln -s /opt/woodshed/dist/cli/main.js /usr/local/bin/woodshed \
    && ln -s /opt/woodshed/.venv/bin/torchrun /usr/local/bin/torchrun

# Requests GPUs from the NVIDIA container toolkit, as NVIDIA's base images do.
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility

# Paths in recipes are relative to this folder: mount the folder or volume with your audio and runs here.
WORKDIR /workspace
ENTRYPOINT ["tini", "--", "/opt/woodshed/deploy/entrypoint.sh"]
CMD ["--help"]
