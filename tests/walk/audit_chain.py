"""Recomputes an exported part of the record: audit_chain.py FILE.jsonl
Says how many rows were recomputed and how many keep a secret back. Knows nothing of hallq's code: what
is done here is what the first line of the file describes."""
import hashlib
import json
import struct
import sys

NUMBERS = ("seq", "at_ms", "mono_ms", "day", "ticket", "window")
TEXTS = ("boot", "kind", "intent", "actor", "source", "body")


def hash_of(row):
    data = bytes.fromhex(row["previous"])
    data += b"".join(struct.pack("<q", row[name]) for name in NUMBERS)
    for name in TEXTS:
        text = row[name].encode()
        data += struct.pack("<I", len(text)) + text
    return hashlib.blake2b(data, digest_size=32).hexdigest()


with open(sys.argv[1], encoding="utf-8") as file:
    rows = [json.loads(line) for line in file][1:]
withheld = 0
for at, row in enumerate(rows):
    if at > 0 and row["previous"] != rows[at - 1]["hash"]:
        sys.exit(f"row {row['seq']} does not follow the one before")
    if row["withheld"]:
        withheld += 1
    elif hash_of(row) != row["hash"]:
        sys.exit(f"row {row['seq']} has another hash")
print(len(rows) - withheld, withheld)
