// JSON as strictly as serde_json reads a safetensors header: no byte order mark, no key twice, no
// lone surrogate, no number out of range, nesting of at most 127. JSON.parse is lenient in each of
// these. Linear; about 100 MB/s, since strings without escapes are sliced.

import { formatErrors } from '../strings/errors/formats';

export interface StrictJsonNumber {
  /** As it is written. */
  readonly text: string;
}

export type StrictJson =
  null | boolean | string | StrictJsonNumber | StrictJson[] | Map<string, StrictJson>;

/** Lists and objects within one another, the outermost counted. */
export const MAX_DEPTH = 127;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const said = () => formatErrors.json;
const HEX = /^[0-9a-fA-F]{4}$/u;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): StrictJson {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) this.fail(said().moreText);
    return value;
  }

  private fail(what: string): never {
    throw new SyntaxError(said().at(what, this.at));
  }

  private space(): void {
    for (;;) {
      const char = this.text.charCodeAt(this.at);
      if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) return;
      this.at++;
    }
  }

  private value(depth: number): StrictJson {
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.record(depth);
      case '[':
        return this.list(depth);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail(said().unknownWord);
    this.at += word.length;
    return value;
  }

  private number(): StrictJsonNumber {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (!found) this.fail(this.at < this.text.length ? said().unexpected : said().noEnd);
    const text = found[0];
    if (!Number.isFinite(Number(text))) this.fail(said().numberRange);
    this.at += text.length;
    return { text };
  }

  /** The characters up to a quote, a backslash or a control character. */
  private plain(): string {
    const { text } = this;
    const begin = this.at;
    let end = begin;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code < 0x20 || code === 0x22 || code === 0x5c) break;
    }
    this.at = end;
    return text.slice(begin, end);
  }

  private string(): string {
    this.at++;
    const parts: string[] = [];
    for (;;) {
      const plain = this.plain();
      const char = this.text[this.at];
      if (char === '"') {
        this.at++;
        if (parts.length === 0) return plain;
        parts.push(plain);
        return parts.join('');
      }
      if (char !== '\\') this.fail(char === undefined ? said().noTextEnd : said().control);
      if (plain !== '') parts.push(plain);
      parts.push(this.escape());
    }
  }

  private unit(): number {
    const hex = this.text.slice(this.at + 2, this.at + 6);
    if (!HEX.test(hex)) this.fail(said().badEscape);
    this.at += 6;
    return Number.parseInt(hex, 16);
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? '';
    const plain = ESCAPES[letter];
    if (plain !== undefined) {
      this.at += 2;
      return plain;
    }
    if (letter !== 'u') this.fail(said().badEscape);
    const high = this.unit();
    if (high < 0xd800 || high > 0xdfff) return String.fromCharCode(high);
    if (high > 0xdbff || !this.text.startsWith('\\u', this.at)) this.fail(said().halfCharacter);
    const low = this.unit();
    if (low < 0xdc00 || low > 0xdfff) this.fail(said().halfCharacter);
    return String.fromCharCode(high, low);
  }

  private list(depth: number): StrictJson[] {
    if (depth >= MAX_DEPTH) this.fail(said().tooDeep);
    const values: StrictJson[] = [];
    this.at++;
    this.space();
    if (this.text[this.at] === ']') {
      this.at++;
      return values;
    }
    for (;;) {
      values.push(this.value(depth + 1));
      if (this.next(']')) return values;
    }
  }

  private record(depth: number): Map<string, StrictJson> {
    if (depth >= MAX_DEPTH) this.fail(said().tooDeep);
    const values = new Map<string, StrictJson>();
    this.at++;
    this.space();
    if (this.text[this.at] === '}') {
      this.at++;
      return values;
    }
    for (;;) {
      this.space();
      if (this.text[this.at] !== '"') this.fail(said().noKey);
      const key = this.string();
      if (values.has(key)) this.fail(said().keyTwice);
      this.space();
      if (this.text[this.at] !== ':') this.fail(said().noColon);
      this.at++;
      values.set(key, this.value(depth + 1));
      if (this.next('}')) return values;
    }
  }

  /** Goes past a comma, or past the end of a list or record: then true. */
  private next(end: string): boolean {
    this.space();
    const char = this.text[this.at];
    if (char !== ',' && char !== end) this.fail(said().noComma(end));
    this.at++;
    return char === end;
  }
}

/** Reads UTF-8 bytes. Errors: SyntaxError (TypeError for bytes that are no UTF-8). */
export function parseStrictJson(bytes: Uint8Array): StrictJson {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  return new Reader(text).whole();
}
