#!/usr/bin/env bash
# Puts the files of a folder into this repository on a branch of their own, and opens a pull request.
# With DRY_RUN=true it says what would change, and changes nothing.
#
#   propose.sh FOLDER BRANCH TITLE
set -euo pipefail
folder=$1 branch=$2 title=$3
cp -R "$folder/." .
git add --all -- $(cd "$folder" && ls -A)
if git diff --cached --quiet; then
  echo "Nothing changes."
  exit 0
fi
git diff --cached --stat
if [ "${DRY_RUN:-false}" = true ]; then
  git reset --quiet --hard
  echo "Dry run: “$title” was not proposed."
  exit 0
fi
git switch --create "$branch"
git -c user.name="${GITHUB_ACTOR:-platform}" -c user.email="${GITHUB_ACTOR:-platform}@users.noreply.github.com" commit --quiet --message "$title"
gh auth setup-git
git push --force-with-lease --set-upstream origin "$branch"
run="${GITHUB_SERVER_URL:-https://github.com}/${GITHUB_REPOSITORY:-}/actions/runs/${GITHUB_RUN_ID:-}"
gh pr create --head "$branch" --title "$title" --body "Asked for by ${GITHUB_ACTOR:-somebody} in $run" || gh pr view "$branch"
