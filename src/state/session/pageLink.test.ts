// Links as hashes: there and back, and what is not known.

import { describe, expect, it } from 'vitest';
import { readLink, unusableParts, writeLink } from './pageLink';

describe('a link to the studio', () => {
  it('comes back as it was written', () => {
    const link = {
      screen: 'training',
      hide: ['rail', 'files'],
      text: 1.5,
      project: 'class/first-day.zip',
      model: 'nano',
      settings: { method: 'sft', learningRate: '0.002', previewPrompts: '["a & b","c=d"]' },
    } as const;
    expect(readLink(writeLink(link))).toEqual(link);
  });
  it('leaves out what cannot be hidden, and reads a bare screen', () => {
    expect(readLink('#runs?hide=rail,body')).toMatchObject({ screen: 'runs', hide: ['rail'] });
    expect(readLink('#data')).toEqual({
      screen: 'data',
      hide: [],
      text: 1,
      project: null,
      model: null,
      settings: {},
    });
    expect(writeLink(readLink('#data'))).toBe('#data');
    expect(readLink('#data?text=40').text).toBe(1);
  });
  it('names a project below the page only', () => {
    const projectOf = (path: string) =>
      readLink(`#runs?project=${encodeURIComponent(path)}`).project;
    expect(projectOf('a/b.c/day 1.zip')).toBeNull();
    expect(projectOf('a/b.c/day-1.zip')).toBe('a/b.c/day-1.zip');
    for (const path of [
      '../a.zip',
      'a/../b.zip',
      '/a.zip',
      '//host/a.zip',
      'https://host/a.zip',
      'a\\b.zip',
      'a.zip?b',
      '.zip',
      'a.json',
    ])
      expect([path, projectOf(path)]).toEqual([path, null]);
  });
  it('names all that cannot be used, with the value seen', () => {
    const unusable = (hash: string) =>
      unusableParts(hash, ['home', 'compare'], ['nano']).map(({ key, value }) => [key, value]);
    const away = 'https://host/a.zip?b=c';
    expect(unusable(`#nowhere?hide=rail,body&text=40&model=x&project=${away}`)).toEqual([
      ['screen', 'nowhere'],
      ['hide', 'body'],
      ['text', '40'],
      ['project', away],
      ['model', 'x'],
    ]);
    expect(unusable(`#home?x=${'1'.repeat(20_000)}`)).toEqual([['length', '20008']]);
    expect(unusable('#after?hide=after,files&text=1.25&model=nano&project=a/b.zip')).toEqual([]);
    expect(unusable('')).toEqual([]);
  });
  it('opens what it named before that got another name', () => {
    expect(readLink('#after?hide=after,rail')).toMatchObject({
      screen: 'compare',
      hide: ['rail', 'compare'],
    });
  });
});
