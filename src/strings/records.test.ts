// Every method and every reward says what it is in every language.

import { describe, expect, it } from 'vitest';
import { OBJECTIVES } from '../objectives';
import { FEATURE_REWARDS, PIXEL_REWARDS } from '../rewards';
import { TASTE_FORMULA } from '../rewards/tasteHead';
import { german } from './de';
import { english } from './en';

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

describe('the words of a method’s own numbers', () => {
  const own = OBJECTIVES.flatMap(({ metrics }) => metrics.filter(({ group }) => group === 'own'));
  it.each(own)('of $id are there in English and in German', ({ id }) => {
    for (const { training } of [english, german.strings])
      expect(training.ownMetrics[id]?.title).toBeTruthy();
  });
});

describe('the words of rewards', () => {
  it('are there in German', () => {
    // Two words say theirs in the language themselves.
    const fixed = [...PIXEL_REWARDS, ...FEATURE_REWARDS].filter(({ id }) => !id.includes(':'));
    const texts = [TASTE_FORMULA, ...fixed.flatMap(({ label, formula }) => [label, formula])];
    expect(texts.filter((text) => !(text in german.records))).toEqual([]);
  });
});
