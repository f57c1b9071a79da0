set -euo pipefail
fail() {
  echo "::error title=install craft::$1"
  exit 1
}
command -v node >/dev/null || fail "craft is a program for Node.js, and this runner has none"
folder=$RUNNER_TEMP/craft-bin
mkdir -p "$folder"
curl --fail --silent --show-error --location --proto '=https' --tlsv1.2 \
  --retry 3 --max-time 120 --output "$folder/craft.part" \
  "$RELEASE_CRAFT_LOCATION/$RELEASE_CRAFT_VERSION/craft" ||
  fail "craft $RELEASE_CRAFT_VERSION cannot be downloaded from $RELEASE_CRAFT_LOCATION"
if command -v sha256sum >/dev/null; then
  got=$(sha256sum <"$folder/craft.part")
else
  got=$(shasum -a 256 <"$folder/craft.part")
fi
got=${got%% *}
[ "$got" = "$RELEASE_CRAFT_SHA256" ] || fail "the download has SHA-256 $got, and the policy wants $RELEASE_CRAFT_SHA256"
chmod +x "$folder/craft.part"
mv "$folder/craft.part" "$folder/craft"
echo "$folder" >>"$GITHUB_PATH"
