// Every method and every reward says what it is in every language.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PARADIGM_IDS } from '../paradigms/facts';
import { OBJECTIVES } from '../objectives';
import { FEATURE_REWARDS, PIXEL_REWARDS } from '../rewards';
import { TASTE_FORMULA } from '../rewards/tasteHead';
import { german } from './de';
import { english } from './en';

interface Catalogue {
  readonly models: readonly { readonly demo: string; readonly description: string }[];
}

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

describe('the words beside equations', () => {
  const facts = PARADIGM_IDS.flatMap((paradigm) =>
    (['standardized', 'raw', 'minmax', 'rank'] as const).flatMap((scoreScale) =>
      (['B', 'g', null] as const).map((thresholdIndex) => ({
        paradigm,
        scoreScale,
        thresholdIndex,
      })),
    ),
  );
  it.each(OBJECTIVES)('of $id are there in German', ({ equations, symbols, firstLossName }) => {
    const texts = facts.flatMap((fact) => [
      ...equations(fact).map(({ label }) => label),
      ...symbols(fact.paradigm).split('; '),
      firstLossName ?? '',
    ]);
    const missing = new Set(
      texts.filter((text) => /\p{Letter}{4}/u.test(text) && !(text in german.records)),
    );
    expect([...missing]).toEqual([]);
  });
});

describe('the words of what lies beside the app', () => {
  it('are there in German', () => {
    const json = (path: string) => JSON.parse(readFileSync(`public/${path}`, 'utf8'));
    const { models } = json('models/catalogue.json') as Catalogue;
    const liked: Readonly<Record<string, string>> = german.strings.home.likeOf;
    const walls = models.map(({ demo }) => json(`${demo}/wall.json`) as { rewardId: string });
    expect(walls.filter(({ rewardId }) => !(rewardId in liked))).toEqual([]);
    expect(models.filter(({ description }) => !(description in german.records))).toEqual([]);
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
