#!/bin/sh
# pin-moto.sh [version]: makes sandbox/aws/moto-requirements.txt anew, with moto (the newest, or the version given) and all that it needs, pinned.
# Review the difference and run the tests: what moto imitates changes with its versions.
set -eu
cd "$(dirname "$0")/.."
venv=$(mktemp -d)
trap 'rm -rf "$venv"' EXIT
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check "moto[s3]${1:+==$1}" flask flask-cors
{
  echo "# moto with what its servers of IAM, KMS, S3, Secrets Manager and STS need. Made by scripts/pin-moto.sh"
  "$venv/bin/pip" freeze --disable-pip-version-check
} > sandbox/aws/moto-requirements.txt
