// The rule of texts sees what it is for, and nothing else.

import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { textsOf } from './texts.mjs';

const found = (source) => textsOf(parseSync('a.tsx', source).program);

describe('texts outside strings/', () => {
  it('are found between tags and in attributes that are read', () => {
    const { components } = found('const a = <p title="A title">Some words {text.more}</p>;');
    expect(components).toHaveLength(2);
  });
  it('are not symbols, names of classes or what comes from strings', () => {
    const { components } = found('const a = <p className="small" title={text.x}>β · {text.y}</p>;');
    expect(components).toEqual([]);
  });
  it('are the literal arguments of errors but their kind', () => {
    expect(found("new StudioError('BadSettings', `No ${x}.`, 'Do y.')").errors).toBe(2);
    expect(found("new StudioError('BadSettings', ...strings.errors.a.b(x))").errors).toBe(0);
  });
});
