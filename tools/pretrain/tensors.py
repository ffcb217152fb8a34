"""Read and write .safetensors files (no pickle, no third-party package).

Format: 8-byte little-endian header length, a JSON header {name: {dtype, shape, data_offsets}},
then raw little-endian data. Only what the recipe needs: dense tensors of the dtypes below.
`load_folder_weights` reads a diffusers/transformers model file into an nn.Module, strictly.
"""
import json
import struct

import numpy as np
import torch

DTYPES = {"F64": np.float64, "F32": np.float32, "F16": np.float16, "I64": np.int64,
          "I32": np.int32, "I16": np.int16, "I8": np.int8, "U8": np.uint8, "BOOL": np.bool_}
NAMES = {np.dtype(v): k for k, v in DTYPES.items()}


def load(path):
    """path -> dict name -> torch tensor (own memory, CPU). BF16 is widened to F32."""
    with open(path, "rb") as f:
        data = f.read()
    length = struct.unpack("<Q", data[:8])[0]
    if 8 + length > len(data):
        raise ValueError(f"{path}: header says {length} bytes but the file has {len(data)}; download it again")
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + x for x in entry["data_offsets"])
        if entry["dtype"] == "BF16":
            high = np.frombuffer(data[begin:end], np.uint16).astype(np.uint32) << 16
            array = high.view(np.float32)
        elif entry["dtype"] in DTYPES:
            array = np.frombuffer(data[begin:end], DTYPES[entry["dtype"]])
        else:
            raise ValueError(f"{path}: tensor {name} has dtype {entry['dtype']}, which this reader does not know")
        tensors[name] = torch.from_numpy(array.reshape(entry["shape"]).copy())
    return tensors


def metadata(path):
    """The texts a file carries about itself, {} when there are none."""
    with open(path, "rb") as f:
        return json.loads(f.read(struct.unpack("<Q", f.read(8))[0])).get("__metadata__", {})


def save(path, tensors, dtype=None, metadata=None):
    """Write tensors (name -> torch tensor). `dtype` torch.float16 converts the floating ones."""
    header, chunks, offset = {}, [], 0
    if metadata:
        header["__metadata__"] = {k: str(v) for k, v in metadata.items()}
    for name in sorted(tensors):
        tensor = tensors[name].detach().cpu()
        if dtype is not None and tensor.is_floating_point():
            tensor = tensor.to(dtype)
        if tensor.is_floating_point() and not torch.isfinite(tensor.float()).all():
            raise ValueError(f"{path}: {name} holds a non-finite value (or one beyond f16); not written")
        array = np.ascontiguousarray(tensor.numpy())
        raw = array.tobytes()
        header[name] = {"dtype": NAMES[array.dtype], "shape": list(tensor.shape),
                        "data_offsets": [offset, offset + len(raw)]}
        chunks.append(raw)
        offset += len(raw)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def load_into(module, path):
    """Fill `module` from a model file; every name and shape must match (position_ids may be extra)."""
    found = {k: v.float() for k, v in load(path).items() if not k.endswith("position_ids")}
    wanted = module.state_dict()
    missing, extra = sorted(set(wanted) - set(found)), sorted(set(found) - set(wanted))
    if missing or extra:
        raise ValueError(f"{path} does not fit {type(module).__name__}: missing {missing[:4]}, unexpected {extra[:4]}; "
                         "check that config.json belongs to these weights")
    module.load_state_dict(found)
    return module
