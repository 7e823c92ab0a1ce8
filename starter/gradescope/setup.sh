#!/usr/bin/env bash
# Run once by Gradescope, as root, when the image is built: Node, the sandbox, and the grader's packages.
set -euo pipefail

# Where Gradescope's folders are; another place for a test.
root="${AUTOGRADER_ROOT:-/autograder}"

# A major version of Node with long-term support; the grader takes 20.19 or newer.
NODE_MAJOR=24

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends bubblewrap ca-certificates curl util-linux xz-utils

# Ubuntu's own Node is too old. Node's project publishes its newest release of a major version under one address, with
# the sha256 of each file.
has_node() {
  command -v node >/dev/null &&
    node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)'
}
if ! has_node; then
  case "$(uname -m)" in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) echo "There is no Node for $(uname -m)." >&2; exit 1 ;;
  esac
  address="https://nodejs.org/dist/latest-v$NODE_MAJOR.x"
  work="$(mktemp -d)"
  cd "$work"
  curl -fsSL --retry 3 "$address/SHASUMS256.txt" | grep "linux-$machine.tar.xz\$" >SHASUMS256.txt
  file="$(awk '{ print $2 }' SHASUMS256.txt)"
  curl -fsSL --retry 3 --remote-name "$address/$file"
  sha256sum --check --quiet SHASUMS256.txt
  tar -xJf "$file" -C /usr/local --strip-components=1
  cd /
  rm -rf "$work"
fi

cd "$root/source/handgrad"
npm ci --no-audit --no-fund
# Said in the build's log: what keeps a submission in on this image.
npm run --silent sandbox
