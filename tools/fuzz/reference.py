"""Which recorded files does the reference reader refuse that the studio accepted?

    npm run fuzz -- safetensors safetensors-header --cases 10000 --record /tmp/cases.jsonl
    python3 tools/fuzz/reference.py /tmp/cases.jsonl

Needs the package safetensors (huggingface/safetensors, whose reader is the Rust one). Prints both
readers' counts and every file that only the studio accepts; ends with 1 when there is one.
"""

import base64
import json
import sys

import safetensors

counts = {}
lenient = []
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        case = json.loads(line)
        try:
            safetensors.deserialize(base64.b64decode(case["file"]))
            reference, why = "accepted", ""
        except safetensors.SafetensorError as error:
            reference, why = "refused", str(error)
        key = (case["kind"], case["outcome"], reference)
        counts[key] = counts.get(key, 0) + 1
        if case["outcome"] == "accepted" and reference == "refused":
            lenient.append((case["kind"], case["index"], why))

print(f"safetensors {safetensors.__version__}")
for (kind, studio, reference), count in sorted(counts.items()):
    print(f"{kind}: studio {studio}, reference {reference}: {count}")
for kind, index, why in lenient[:20]:
    print(f"only the studio accepts {kind} case {index}: {why[:200]}")
print(f"{len(lenient)} files that only the studio accepts")
sys.exit(1 if lenient else 0)
