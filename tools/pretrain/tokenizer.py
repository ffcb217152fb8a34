"""CLIP's byte-pair tokenizer: lower case, CLIP's word split, bytes as characters, end of word </w>.

Files: vocab.json (token -> id) and merges.txt (a version line, then one pair a line), read alike by
transformers' CLIPTokenizer and by the studio. `learn` builds such a vocabulary from captions.
Layout as in CLIP: 256 byte characters, the same with </w>, one token a merge, <|startoftext|>, <|endoftext|>.
The letter and number classes of CLIP's pattern are written for Python's `re`; on ASCII captions they are
the same, beyond ASCII a few marks split differently (CLIP's own uses the `regex` package).
"""
import collections
import json
import os
import re

START, END = "<|startoftext|>", "<|endoftext|>"
PATTERN = re.compile(r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|(?:[^\s\w]|_)+", re.IGNORECASE)


def byte_characters():
    """byte -> printable character, GPT-2's table: printable Latin-1 stays, the rest moves to 256 and up."""
    keep = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = {b: chr(b) for b in keep}
    for b in range(256):
        table.setdefault(b, chr(256 + len(table) - len(keep)))
    return {b: table[b] for b in keep + [b for b in range(256) if b not in keep]}


BYTES = byte_characters()


def words_of(text):
    """Text -> words in byte characters, lower-cased, white space collapsed."""
    text = re.sub(r"\s+", " ", text).strip().lower()
    return ["".join(BYTES[b] for b in word.encode()) for word in PATTERN.findall(text)]


class Tokenizer:
    def __init__(self, vocab, merges, max_length):
        self.vocab, self.max_length = vocab, max_length
        self.ranks = {pair: i for i, pair in enumerate(merges)}
        self.cache = {}

    @classmethod
    def load(cls, folder, max_length=None):
        """CLIP's files; `max_length` other than the folder's own where a model reads more or fewer tokens."""
        with open(os.path.join(folder, "vocab.json"), encoding="utf-8") as f:
            vocab = json.load(f)
        with open(os.path.join(folder, "merges.txt"), encoding="utf-8") as f:
            merges = [tuple(line.split()) for line in f.read().split("\n")[1:] if line.strip()]
        with open(os.path.join(folder, "tokenizer_config.json"), encoding="utf-8") as f:
            return cls(vocab, merges, max_length or json.load(f)["model_max_length"])

    def split(self, word):
        """One word -> its tokens: apply the earliest learnt merge until none fits."""
        if word not in self.cache:
            parts = [*word[:-1], word[-1] + "</w>"]
            while len(parts) > 1:
                rank, at = min((self.ranks.get(p, len(self.ranks)), i) for i, p in enumerate(zip(parts, parts[1:])))
                if rank == len(self.ranks):
                    break
                pair = (parts[at], parts[at + 1])
                parts = merge(parts, pair)
            self.cache[word] = parts
        return self.cache[word]

    def encode(self, text, pad=True):
        """Text -> ids: start, tokens cut to max_length - 2, end, then ends up to max_length."""
        ids = [self.vocab[t] for word in words_of(text) for t in self.split(word)][:self.max_length - 2]
        ids = [self.vocab[START], *ids, self.vocab[END]]
        return ids + [self.vocab[END]] * (self.max_length - len(ids)) if pad else ids


def merge(parts, pair):
    out, i = [], 0
    while i < len(parts):
        if tuple(parts[i:i + 2]) == pair:
            out.append(parts[i] + parts[i + 1])
            i += 2
        else:
            out.append(parts[i])
            i += 1
    return out


def learn(captions, size, max_length):
    """Byte-pair vocabulary of exactly `size` tokens or fewer (pairs seen once are not merged)."""
    counts = collections.Counter(word for text in captions for word in words_of(text))
    words = {w: [*w[:-1], w[-1] + "</w>"] for w in counts}
    characters = list(BYTES.values())
    merges = []
    while len(merges) < size - 2 * len(characters) - 2:
        pairs = collections.Counter()
        for word, parts in words.items():
            for pair in zip(parts, parts[1:]):
                pairs[pair] += counts[word]
        if not pairs:
            break
        pair, seen = min(pairs.items(), key=lambda item: (-item[1], item[0]))
        if seen < 2:
            break
        merges.append(pair)
        words = {w: merge(parts, pair) if pair[0] in parts else parts for w, parts in words.items()}
    tokens = [*characters, *(c + "</w>" for c in characters), *("".join(p) for p in merges), START, END]
    return Tokenizer({t: i for i, t in enumerate(tokens)}, merges, max_length)


def save(tokenizer, folder):
    os.makedirs(folder, exist_ok=True)
    write = lambda name: open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n")
    with write("vocab.json") as f:
        json.dump(tokenizer.vocab, f, ensure_ascii=False, separators=(",", ":"))
    with write("merges.txt") as f:
        f.write("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in tokenizer.ranks))
    special = {"bos_token": START, "eos_token": END, "unk_token": END, "pad_token": END}
    with write("tokenizer_config.json") as f:
        json.dump({"add_prefix_space": False, **special, "do_lower_case": True, "errors": "replace",
                   "model_max_length": tokenizer.max_length, "tokenizer_class": "CLIPTokenizer"}, f, indent=1)
    with write("special_tokens_map.json") as f:
        json.dump(special, f, indent=1)
