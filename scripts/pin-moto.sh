#!/bin/sh
# pin-moto.sh [version]: makes sandbox/aws/moto-requirements.txt anew, with moto (the newest, or the version given) and all that it needs, pinned by version and hash.
# Review the difference and run the tests: what moto imitates changes with its versions.
set -eu
cd "$(dirname "$0")/.."
venv=$(mktemp -d)
trap 'rm -rf "$venv"' EXIT
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check pip-tools
printf '%s\n' "moto[s3]${1:+==$1}" flask flask-cors > "$venv/wanted.in"
# With the hashes of all files of a version: whoever installs it may have another platform.
"$venv/bin/pip-compile" --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate --no-emit-options \
  --output-file "$venv/pinned.txt" "$venv/wanted.in"
{
  echo "# moto with what its servers of IAM, KMS, S3, Secrets Manager and STS need. Made by scripts/pin-moto.sh"
  cat "$venv/pinned.txt"
} > sandbox/aws/moto-requirements.txt
