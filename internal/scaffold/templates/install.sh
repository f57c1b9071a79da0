set -euo pipefail
fail() {
  echo "::error title=install::$1"
  exit 1
}
case "$RUNNER_OS" in
  Linux) os=linux suffix= ;;
  macOS) os=darwin suffix= ;;
  Windows) os=windows suffix=.exe ;;
  *) fail "gh-release-request is not released for $RUNNER_OS" ;;
esac
case "$RUNNER_ARCH" in
  X64) platform=$os-amd64 ;;
  ARM64) platform=$os-arm64 ;;
  *) fail "gh-release-request is not released for $os on $RUNNER_ARCH" ;;
esac
want=
while read -r name sum; do
  if [ "$name" = "$platform" ]; then want=$sum; fi
done <<<"$RELEASE_BINARY_SHA256"
[ -n "$want" ] || fail "the policy has no SHA-256 for $platform; add it to binary.sha256"

folder=$RUNNER_TEMP/gh-release-request-bin
program=$folder/gh-release-request$suffix
mkdir -p "$folder"
curl --fail --silent --show-error --location --proto '=https' --tlsv1.2 \
  --retry 3 --max-time 120 --output "$program.part" \
  "$RELEASE_BINARY_LOCATION/$RELEASE_BINARY_VERSION/gh-release-request_${RELEASE_BINARY_VERSION}_$platform$suffix" ||
  fail "gh-release-request $RELEASE_BINARY_VERSION for $platform cannot be downloaded from $RELEASE_BINARY_LOCATION"
if command -v sha256sum >/dev/null; then
  got=$(sha256sum <"$program.part")
else
  got=$(shasum -a 256 <"$program.part")
fi
got=${got%% *}
[ "$got" = "$want" ] || fail "the download has SHA-256 $got, and the policy wants $want for $platform"
if [ "$GITHUB_SERVER_URL" = https://github.com ] && gh attestation verify --help >/dev/null 2>&1; then
  gh attestation verify "$program.part" --repo release-request/gh-release-request ||
    fail "gh-release-request $RELEASE_BINARY_VERSION is not attested to be built by its own repository"
else
  echo "gh cannot verify attestations here; the SHA-256 of the policy was"
fi
chmod +x "$program.part"
mv "$program.part" "$program"
echo "$folder" >>"$GITHUB_PATH"
