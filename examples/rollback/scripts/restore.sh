#!/usr/bin/env bash
# Takes what an environment ran before out of the history, byte for byte, into a folder.
#
#   restore.sh SERVICE ENVIRONMENT VERSION FOLDER     with an empty VERSION: the one before the current
set -euo pipefail
service=$1 place=$2 version=$3 out=$4
for word in "$service" "$place"; do
  [[ $word =~ ^[a-z][a-z0-9-]*$ ]] || { echo "::error::“$word” is no name"; exit 1; }
done
folder=apps/$service/$place
current=$(git show "HEAD:$folder/version" 2> /dev/null) || { echo "::error::$service does not run in $place"; exit 1; }
if [ "$version" = "$current" ]; then
  echo "::error::$service already runs $version in $place"
  exit 1
fi
found=
for commit in $(git log --format=%H -- "$folder/version"); do
  old=$(git show "$commit:$folder/version" 2> /dev/null) || continue
  if { [ -n "$version" ] && [ "$old" = "$version" ]; } || { [ -z "$version" ] && [ "$old" != "$current" ]; }; then
    found=$commit
    break
  fi
done
if [ -z "$found" ]; then
  echo "::error::${version:-an earlier version} never ran in $place, as far as the history goes"
  exit 1
fi
mkdir -p "$out"
git archive "$found" -- "$folder" | tar -x -C "$out"
echo "$service in $place: $current goes back to $(git show "$found:$folder/version")"
