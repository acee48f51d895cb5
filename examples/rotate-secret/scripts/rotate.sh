#!/usr/bin/env bash
# Writes a new version of a credential into Vault. The value is made here, goes through a pipe, and is shown nowhere.
# With DRY_RUN=true it says what it would write, and asks nobody.
#
#   rotate.sh SERVICE ENVIRONMENT CREDENTIAL
set -euo pipefail
for word in "$@"; do
  [[ $word =~ ^[a-z][a-z0-9-]*$ ]] || { echo "::error::“$word” is no name"; exit 1; }
done
path=services/$1/$2/$3
if [ "${DRY_RUN:-false}" = true ]; then
  echo "Dry run: a new version of $path was not written."
  exit 0
fi
# GitHub says who this run is, and Vault gives a token for ten minutes to that.
answer=$(curl --fail --silent --show-error --header "Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=vault")
VAULT_TOKEN=$(jq '{jwt: .value, role: "rotate"}' <<< "$answer" | curl --fail --silent --show-error --data @- "$VAULT_ADDR/v1/auth/jwt/login" | jq --raw-output .auth.client_token)
echo "::add-mask::$VAULT_TOKEN"
export VAULT_TOKEN
openssl rand -base64 36 | jq --raw-input '{data: {value: .}}' |
  curl --fail --silent --show-error --header @<(printf 'X-Vault-Token: %s\n' "$VAULT_TOKEN") --data @- "$VAULT_ADDR/v1/secret/data/$path" |
  jq --raw-output --arg path "$path" '"\($path) is at version \(.data.version)"'
