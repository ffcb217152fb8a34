"""Writes fixtures/safetensors_format/reference.json: one small file per rule of the reference reader
(huggingface/safetensors, safetensors/src/tensor.rs and the JSON reader under it), with what that
reader says of it.

    python3 tools/fuzz/referenceRules.py fixtures/safetensors_format/reference.json
"""

import base64
import json
import struct
import sys

import safetensors


def file(header, data=b"", length=None):
    raw = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(raw) if length is None else length) + raw + data


def one(dtype="F32", shape="[2]", offsets="[0,8]", extra="", name="a"):
    info = f'{{"dtype":"{dtype}","shape":{shape},"data_offsets":{offsets}{extra}}}'
    return f'{{"{name}":{info}}}'


EIGHT = bytes(8)
GOOD = one()
INNER = GOOD[1:-1]


def nested(levels):
    """A header whose lists and objects lie `levels` deep, in a field that nobody reads."""
    return one(extra=',"x":' + "[" * (levels - 2) + "]" * (levels - 2))


RULES = {
    "a sound file": file(GOOD, EIGHT),
    "header padded with spaces": file(GOOD + "   ", EIGHT),
    "header padded with zero bytes": file(GOOD + "\0\0", EIGHT),
    "header begins with a space": file(" " + GOOD, EIGHT),
    "no tensor at all": file("{}"),
    "no tensor, bytes behind": file("{}", b"\0"),
    "file of 7 bytes": bytes(7),
    "header of 0 bytes": file(""),
    "header larger than the file": file(GOOD, EIGHT, length=1000),
    "header of more than 100 MB": file("{}", length=100_000_001),
    "header length beyond 63 bits": file("{}", length=2**64 - 1),
    "header no UTF-8": file(GOOD.encode().replace(b'"a"', b'"\xff"'), EIGHT),
    "UTF-8 of half a surrogate pair": file(GOOD.encode().replace(b'"a"', b'"\xed\xa0\x80"'), EIGHT),
    "overlong UTF-8": file(GOOD.encode().replace(b'"a"', b'"\xc0\xaf"'), EIGHT),
    "byte order mark": file(b"\xef\xbb\xbf" + GOOD.encode(), EIGHT),
    "escaped half of a surrogate pair": file(one(name="\\ud800"), EIGHT),
    "escaped second half first": file(one(name="\\udc00\\ud800"), EIGHT),
    "escaped surrogate pair": file(one(name="\\ud83d\\ude00"), EIGHT),
    "raw control character in a name": file(one(name="a\tb"), EIGHT),
    "unknown escape": file(one(name="\\x41"), EIGHT),
    "header is a list": file("[]"),
    "header is text": file('"a"'),
    "more text behind the object": file(GOOD + "{}", EIGHT),
    "comma at the end": file("{" + INNER + ",}", EIGHT),
    "single quotes": file(GOOD.replace('"', "'"), EIGHT),
    "comment": file(GOOD.replace("{", "{/**/", 1), EIGHT),
    "NaN": file(one(extra=',"x":NaN'), EIGHT),
    "number out of range in an unknown field": file(one(extra=',"x":1e999'), EIGHT),
    "tensor twice, different places": file(
        "{" + INNER + "," + INNER.replace("[0,8]", "[8,16]") + "}", bytes(16)
    ),
    "tensor twice, the same place": file("{" + INNER + "," + INNER + "}", EIGHT),
    "dtype twice": file(one(extra=',"dtype":"F32"'), EIGHT),
    "metadata twice": file('{"__metadata__":{},"__metadata__":{},' + INNER + "}", EIGHT),
    "metadata": file('{"__metadata__":{"a":"b"},' + INNER + "}", EIGHT),
    "metadata null": file('{"__metadata__":null,' + INNER + "}", EIGHT),
    "metadata a list": file('{"__metadata__":[],' + INNER + "}", EIGHT),
    "metadata with a number": file('{"__metadata__":{"a":1},' + INNER + "}", EIGHT),
    "metadata with null": file('{"__metadata__":{"a":null},' + INNER + "}", EIGHT),
    "metadata with an object": file('{"__metadata__":{"a":{}},' + INNER + "}", EIGHT),
    "a field that is not known": file(one(extra=',"x":1'), EIGHT),
    "no dtype": file('{"a":{"shape":[2],"data_offsets":[0,8]}}', EIGHT),
    "no shape": file('{"a":{"dtype":"F32","data_offsets":[0,8]}}', EIGHT),
    "no offsets": file('{"a":{"dtype":"F32","shape":[2]}}', EIGHT),
    "tensor null": file('{"a":null}'),
    "tensor a number": file('{"a":1}'),
    "unknown dtype": file(one(dtype="F128"), EIGHT),
    "dtype in small letters": file(one(dtype="f32"), EIGHT),
    "shape a number": file(one(shape="2"), EIGHT),
    "shape with a fraction": file(one(shape="[2.0]"), EIGHT),
    "shape with an exponent": file(one(shape="[2e0]"), EIGHT),
    "shape below zero": file(one(shape="[-2]"), EIGHT),
    "shape minus zero": file(one(shape="[-0]", offsets="[0,0]")),
    "shape with a leading zero": file(one(shape="[02]"), EIGHT),
    "shape as text": file(one(shape='["2"]'), EIGHT),
    "shape beyond 64 bits": file(one(shape="[18446744073709551616]"), EIGHT),
    "no dimension": file(one(shape="[]", offsets="[0,4]"), bytes(4)),
    "length zero": file(one(shape="[2,0]", offsets="[0,0]")),
    "shape overflows": file(one(shape="[4294967296,4294967296]", offsets="[0,0]")),
    "shape overflows before a zero": file(one(shape="[4294967296,4294967296,0]", offsets="[0,0]")),
    "bits overflow": file(one(shape="[1152921504606846976]", offsets="[0,0]")),
    "offsets of three": file(one(offsets="[0,8,8]"), EIGHT),
    "offsets of one": file(one(offsets="[0]"), EIGHT),
    "offsets with a fraction": file(one(offsets="[0,8.0]"), EIGHT),
    "offsets backwards": file(one(offsets="[8,0]"), EIGHT),
    "first tensor not at zero": file(one(offsets="[8,16]"), bytes(16)),
    "hole between tensors": file(
        "{" + INNER + ',"b":{"dtype":"U8","shape":[1],"data_offsets":[9,10]}}', bytes(10)
    ),
    "tensors overlap": file(
        "{" + INNER + ',"b":{"dtype":"U8","shape":[1],"data_offsets":[7,8]}}', EIGHT
    ),
    "tensors in another order": file(
        '{"b":{"dtype":"U8","shape":[1],"data_offsets":[8,9]},' + INNER + "}", bytes(9)
    ),
    "shape and offsets differ": file(one(shape="[3]"), EIGHT),
    "data cut off": file(GOOD, bytes(7)),
    "data behind the last tensor": file(GOOD, bytes(9)),
    "127 levels": file(nested(127), EIGHT),
    "128 levels": file(nested(128), EIGHT),
    "half bytes": file(one(dtype="F4", shape="[4]", offsets="[0,2]"), bytes(2)),
    "half a byte left over": file(one(dtype="F4", shape="[3]", offsets="[0,2]"), bytes(2)),
    "six bits": file(one(dtype="F6_E2M3", shape="[4]", offsets="[0,3]"), bytes(3)),
    "complex": file(one(dtype="C64", shape="[1]"), EIGHT),
    "8-bit exponents": file(one(dtype="F8_E8M0", shape="[8]"), EIGHT),
}


def verdict(raw):
    try:
        safetensors.deserialize(raw)
        return {"reference": "accepted"}
    except safetensors.SafetensorError as error:
        return {"reference": "refused", "why": str(error)[:120]}


rows = [
    {"rule": rule, **verdict(raw), "file": base64.b64encode(raw).decode()}
    for rule, raw in RULES.items()
]
with open(sys.argv[1], "w", encoding="utf-8") as out:
    out.write(f'{{\n  "reader": "safetensors {safetensors.__version__}",\n  "rules": [\n')
    out.write(",\n".join(f"    {json.dumps(row)}" for row in rows))
    out.write("\n  ]\n}\n")
