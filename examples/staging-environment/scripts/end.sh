#!/usr/bin/env bash
# Proposes to remove the environments whose `expires` is before a day. With DRY_RUN=true it only names them.
#
#   end.sh FOLDER YYYY-MM-DD
set -euo pipefail
folder=$1 today=$2 ended=()
for file in "$folder"/*/expires; do
  [ -f "$file" ] || continue
  day=$(cat "$file")
  [[ $day =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] || { echo "::warning file=$file::“$day” is no day"; continue; }
  if [[ $day < $today ]]; then ended+=("${file%/expires}"); fi
done
if [ ${#ended[@]} -eq 0 ]; then
  echo "Nothing has expired."
  exit 0
fi
printf 'expired: %s\n' "${ended[@]}"
if [ "${DRY_RUN:-false}" = true ]; then exit 0; fi
git switch --create "environment/end-$today"
git rm -r --quiet -- "${ended[@]}"
git -c user.name=platform -c user.email=platform@users.noreply.github.com commit --quiet --message "Remove ${#ended[@]} expired environments"
gh auth setup-git
git push --force-with-lease --set-upstream origin "environment/end-$today"
gh pr create --head "environment/end-$today" --title "Remove ${#ended[@]} expired environments" --body "Their day was before $today."
