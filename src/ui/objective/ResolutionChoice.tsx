// Which size the images are trained at: the base's own, or another that needs less memory or has
// another shape; and whether images of other shapes have sizes of their own.

import { editSettings, settingsStore } from '../../state/objective/settingsStore';
import { currentModel, sessionStore } from '../../state/session/sessionStore';
import { loadedRun, runStore } from '../../state/training/runStore';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { Choice } from '../common/Choice';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.models;
const OWN = 'own';
/** Height and width; the smallest are for trials on slow devices. */
const SIZES: readonly (readonly [number, number])[] = [
  [64, 64],
  [128, 128],
  [256, 256],
  [320, 320],
  [384, 384],
  [512, 512],
  [640, 640],
  [768, 768],
  [384, 256],
  [256, 384],
  [512, 384],
  [384, 512],
  [768, 512],
  [512, 768],
];
/** Bases smaller than this are made for one size only. */
const SMALLEST_BASE = 256;

export function ResolutionChoice() {
  const { resolution, aspectBuckets } = useStore(settingsStore, (state) => state.settings.training);
  const model = useStore(sessionStore, currentModel);
  const locked = useStore(runStore, (state) => loadedRun(state) !== null);
  if (model === null || (model.imageSize < SMALLEST_BASE && model.own === undefined)) return null;
  const named = (size: readonly [number, number]): string => size.join('x');
  const own = model.imageSize;
  return (
    <>
      <Choice
        label={text.resolution}
        description={text.resolutionHint}
        value={resolution === null ? OWN : named(resolution)}
        testId={testIds.resolution}
        disabled={locked}
        onChange={(value) => {
          const size = SIZES.find((one) => named(one) === value);
          editSettings({ training: { resolution: size ? [size[0], size[1]] : null } });
        }}
        options={[
          { value: OWN, label: text.ownSize(whole(own)) },
          ...SIZES.filter(([height, width]) => height !== own || width !== own).map((size) => ({
            value: named(size),
            label: text.size(whole(size[1]), whole(size[0])),
          })),
        ]}
      />
      <Choice
        label={text.buckets}
        description={text.bucketsHint}
        value={aspectBuckets}
        testId={testIds.aspectBuckets}
        disabled={locked}
        onChange={(value) => editSettings({ training: { aspectBuckets: value } })}
        options={[
          { value: 'off', label: text.oneShape },
          { value: 'on', label: text.severalShapes },
        ]}
      />
    </>
  );
}
