// A taste learned from taps on the first screen's wall: stored as likes and dislikes of the demo's
// images, as those of the Rate screen are, then fitted and taken as the set's scores.

import { strings } from '../../strings';
import { date } from '../../strings/format';
import { datasetStore } from '../data/datasetStore';
import { scoreSet } from '../data/datasetTask';
import { fitTaste } from '../rate/tasteActions';
import { client } from '../session/client';

/** Who taps, as its ratings are kept apart from those given on the Rate screen. */
const RATER = strings.home.tapRater;

/** A tile's image and what it was tapped to be; null takes an earlier tap back. */
export interface Tap {
  readonly file: string;
  readonly value: 1 | -1 | null;
}

/**
 * Fits a taste to the taps and scores the open demo by it. False where that failed; the failure
 * stays in the taste's store or the set's. Errors: of storing a rating.
 */
export async function scoreByTaps(datasetId: string, taps: readonly Tap[]): Promise<boolean> {
  const { items, unscored } = datasetStore.getState();
  const ids = new Map([...items, ...unscored].map(({ fileName, id }) => [fileName, id]));
  const time = Date.now();
  for (const { file, value } of taps) {
    const imageId = ids.get(file);
    if (imageId !== undefined)
      await client.request('rate', {
        imageId,
        rater: RATER,
        scale: 'like',
        value,
        time,
        repeat: false,
      });
  }
  const name = strings.home.tapTaste(date(time));
  const reward = await fitTaste(datasetId, RATER, 'like', name, null);
  return reward !== null && scoreSet(datasetId, [reward.id]);
}
