// Every method says what it is in every language.

import { describe, expect, it } from 'vitest';
import { OBJECTIVES } from '../objectives';
import { german } from './de';

describe('the words of methods', () => {
  it.each(OBJECTIVES)('of $id are there in German', ({ title, summary, settings }) => {
    const texts = [
      title,
      summary,
      ...settings.flatMap(({ label, meaning, source, maskgit }) => [
        label,
        meaning,
        source,
        ...(maskgit?.source === undefined ? [] : [maskgit.source]),
      ]),
    ];
    expect(texts.filter((text) => !(text in german.records))).toEqual([]);
  });
});
