#!/usr/bin/env bash
# Prints the commands and output of docs/install.md, "From an empty folder to a served model", with one version of Node.
#
#     npm pack && tools/transcript.sh 22 > transcript-22.txt
#
# Exits with an error unless the weights of a run that was killed and resumed equal those of a run that was not.
# WOODSHED_HOME is used if it is set; otherwise the set-up goes to the temporary folder of the transcript.
set -euo pipefail

version=${1:?"usage: tools/transcript.sh NODE_VERSION, for example 22"}
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tarball=$(ls "$repository"/woodshed-*.tgz | tail -n 1)
folder=$(mktemp -d -t "woodshed-node$version-XXXXXX")
trap 'rm -rf "$folder"' EXIT
export WOODSHED_HOME=${WOODSHED_HOME:-$folder/home} OMP_NUM_THREADS=1

# npm's package `node` holds the binaries of each version.
npm install --silent --no-save --prefix "$folder/node" "node@$version"
export PATH="$folder/node/node_modules/node/bin:$PATH"
mkdir "$folder/project"
cd "$folder/project"
npm init --yes > /dev/null

show() {
  echo "\$ $*"
  "$@" 2>&1
}

write_recordings() {
  node -e '
    const { mkdirSync, writeFileSync } = require("node:fs");
    const rateHz = 16000;
    Object.entries({ low: 220, mid: 660, high: 1980 }).forEach(([label, hz]) => {
      mkdirSync(`sounds/train/${label}`, { recursive: true });
      for (let take = 0; take < 24; take++) {
        const data = Buffer.alloc(44 + rateHz / 2);
        data.write("RIFF", 0);
        data.writeUInt32LE(data.length - 8, 4);
        data.write("WAVEfmt ", 8);
        [16, 1 | (1 << 16), rateHz, 2 * rateHz, 2 | (16 << 16)].forEach((word, i) => data.writeUInt32LE(word, 16 + 4 * i));
        data.write("data", 36);
        data.writeUInt32LE(rateHz / 2, 40);
        for (let i = 0; i < rateHz / 4; i++) {
          const noise = ((i * 7919 + take * 104729) % 199) / 199 - 0.5;
          const tone = Math.sin((2 * Math.PI * hz * (1 + take / 100) * i) / rateHz);
          data.writeInt16LE(Math.round(8000 * tone + 12000 * noise), 44 + 2 * i);
        }
        writeFileSync(`sounds/train/${label}/${take}.wav`, data);
      }
    });'
}

train=(npx woodshed train recipe.yaml training.epochs=20 'checkpoint.save=[{every_steps: 1}]')

show node --version
show npm install "$tarball"
show npx woodshed setup
write_recordings
show npx woodshed init
show "${train[@]}" name=whole

echo "\$ ${train[*]} name=killed"
node node_modules/woodshed/dist/cli/main.js "${train[@]:2}" name=killed > killed.txt 2>&1 &
training=$!
# Any checkpoint from step 20 on: older ones are deleted while training saves new ones.
until compgen -G "runs/killed-*/checkpoints/step-00000[2-5]*" > /dev/null || ! kill -0 "$training"; do sleep 0.05; done
kill -9 "$training" # fails if training has finished
wait "$training" 2> /dev/null || true
cat killed.txt
echo "Killed"
show "${train[@]}" name=killed --resume last

weights=$(sha256sum runs/*/checkpoints/last/model.safetensors)
echo "\$ sha256sum runs/*/checkpoints/last/model.safetensors"
echo "$weights"
[ "$(cut -d' ' -f1 <<< "$weights" | sort -u | wc -l)" = 1 ]

run=$(echo runs/killed-*)
show npx woodshed predict "$run" sounds/train/low/0.wav
show npx woodshed export "$run"

port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
echo "\$ npx woodshed serve $run --port $port &"
node node_modules/woodshed/dist/cli/main.js serve "$run" --port "$port" > serve.txt 2>&1 &
serving=$!
until curl --silent --fail --output /dev/null "http://127.0.0.1:$port/healthz" || curl --silent --output /dev/null "http://127.0.0.1:$port/"; do sleep 0.2; done
cat serve.txt
show curl --silent --data-binary @sounds/train/low/0.wav "http://127.0.0.1:$port/predict"
echo
kill "$serving"
wait "$serving" || true
