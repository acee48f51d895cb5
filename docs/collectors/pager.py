#!/usr/bin/env python3
"""Prints the incidents of a pager as records.

The pager answers GET $PAGER_URL?since=…&offset=… with {"incidents": […], "more": false}, and wants a token in
$PAGER_TOKEN. Change `pages` and `record` to fit yours; the rest stays.
"""

import json
import os
import sys
import urllib.parse
import urllib.request

NOW = os.environ["MILEPOST_NOW"]
SOURCE = os.environ["MILEPOST_SOURCE"]
SINCE = os.environ.get("MILEPOST_SINCE", "2026-01-01T00:00:00Z")


def pages(url, token):
    """Every incident since SINCE, page by page."""
    offset = 0
    while True:
        query = urllib.parse.urlencode({"since": SINCE, "offset": offset})
        # A file has no query: so the collector can be tried without a network.
        address = url if url.startswith("file:") else f"{url}?{query}"
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            page = json.load(answer)
        yield from page["incidents"]
        if not page.get("more"):
            return
        offset += len(page["incidents"])


def record(incident):
    """An incident of the pager as a record of milepost. What is not known is left out."""
    found = {
        "schema": "milepost/1",
        "kind": "incident",
        "id": f"{SOURCE}:{incident['number']}",
        "observed_at": NOW,
        "provenance": {"collector": SOURCE},
        "opened_at": incident["opened"],
        "resolved_at": incident.get("closed"),
        "title": incident.get("title"),
        "severity": incident.get("urgency"),
        "services": incident.get("services", []),
        "url": incident.get("link"),
    }
    return {name: value for name, value in found.items() if value is not None}


def main():
    if os.environ["MILEPOST_SCHEMA"] != "milepost/1":
        sys.exit("this collector prints milepost/1 only")
    count = 0
    for incident in pages(os.environ["PAGER_URL"], os.environ.get("PAGER_TOKEN", "")):
        print(json.dumps(record(incident)))
        count += 1
    # Since SINCE everything was read, so that a day without an incident is a day without one.
    print(json.dumps({
        "schema": "milepost/1",
        "kind": "coverage",
        "id": f"{SOURCE}::incident:{SINCE[:10]}",
        "observed_at": NOW,
        "provenance": {"collector": SOURCE},
        "of": "incident",
        "source": SOURCE,
        "from": SINCE,
        "to": NOW,
        "state": "complete",
    }))
    print(f"{count} incidents", file=sys.stderr)


if __name__ == "__main__":
    main()
