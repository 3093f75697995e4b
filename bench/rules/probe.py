"""One digest a text of all that the language reads in it: texts as JSON lines in, digests out.

Run by ``bench.rules`` in a tree whose data lack one rule; what reads alike there, the rule does not change.
"""

import hashlib
import json
import sys

import chinese
from chinese import values

READERS = (
    chinese.find_organisations,
    chinese.organisation_spans,
    chinese.find_persons,
    chinese.find_places,
    chinese.localities,
    chinese.negations,
    chinese.directions,
    chinese.is_organisation,
    chinese.read_numbering,
    chinese.asks_person,
    values.facts,
    values.find_mentions,
    values.asked_count,
)


def digest(text: str) -> str:
    """SHA-256 of everything the readers say of ``text``."""
    readings = [reader(text) for reader in READERS]
    heading = chinese.split_heading(text)
    counted = [values.counted(text[m.start : m.end]) for m in values.find_mentions(text)]
    awarded = [match.span() for match in values.AWARDED.finditer(text)]
    return hashlib.sha256(repr([readings, heading, counted, awarded]).encode()).hexdigest()


def main() -> None:
    """Digests of the texts on standard input, in their order."""
    for line in sys.stdin:
        print(digest(json.loads(line)))


if __name__ == "__main__":
    main()
