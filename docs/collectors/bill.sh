#!/bin/sh
# Prints the lines of a bill as records of cost: team,month,amount in euros, with a header, in the file $1.
set -eu

if [ "$MILEPOST_SCHEMA" != milepost/1 ]; then
  echo "this collector prints milepost/1 only" >&2
  exit 1
fi

awk -F, -v now="$MILEPOST_NOW" -v source="$MILEPOST_SOURCE" '
  # A text as JSON writes it.
  function quoted(text) {
    gsub(/\\/, "&&", text)
    gsub(/"/, "\\\\&", text)
    gsub(/[[:cntrl:]]/, " ", text)
    return "\"" text "\""
  }
  NR == 1 || NF == 0 { next }
  $2 !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]$/ || $3 !~ /^[0-9]+(\.[0-9]+)?$/ {
    print FILENAME ":" NR ": expected team,month,amount and found " $0 > "/dev/stderr"
    failed = 1
    exit
  }
  {
    year = substr($2, 1, 4); month = substr($2, 6, 2)
    after = month == 12 ? sprintf("%04d-01", year + 1) : sprintf("%04d-%02d", year, month + 1)
    printf "{\"schema\":\"milepost/1\",\"kind\":\"cost\",\"id\":%s,\"observed_at\":%s,\"provenance\":{\"collector\":%s},", \
      quoted(source ":" $1 ":" $2), quoted(now), quoted(source)
    printf "\"from\":\"%s-01T00:00:00Z\",\"to\":\"%s-01T00:00:00Z\",\"amount\":%s,\"currency\":\"EUR\",\"team\":%s}\n", \
      $2, after, $3, quoted($1)
  }
  END { exit failed }
' "$1"
