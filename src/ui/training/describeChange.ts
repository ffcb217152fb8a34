// A change of live settings in words: “β 2, T 0.01”.

import type { SettingsChange } from '../../settings/runSettings';
import { valuesByKey } from '../../settings/flatSettings';
import { NUMBER_SETTINGS } from '../../settings/numberSettings';
import { OBJECTIVES } from '../../objectives';
import { strings } from '../../strings';
import { short } from '../../strings/format';

/** A method's number by its symbol, which is the same in every method that has it. */
function symbolOf(key: string): string {
  return (
    OBJECTIVES.flatMap(({ settings }) => settings).find((setting) => setting.key === key)?.symbol ??
    key
  );
}

export function describeChange({ values }: SettingsChange): string {
  const { threshold = {} } = values;
  return valuesByKey(values)
    .flatMap(({ key, own, value }) => {
      if (own) return `${symbolOf(key)} ${short(Number(value))}`;
      if (key === 'thresholdScope')
        return strings.threshold.changeScope(
          strings.threshold.changeNames[threshold.thresholdScope!],
        );
      if (key === 'proxySet')
        return threshold.proxySet
          ? `${strings.threshold.changeNames.proxy} “${threshold.proxySet.name}”`
          : [];
      if (key === 'fixedThreshold' && value === null && threshold.thresholdScope !== undefined)
        return []; // the scope says it
      if (key === 'fixedThreshold')
        return value === null ? strings.training.tauByPercentile : `τ ${short(Number(value))}`;
      const symbol = NUMBER_SETTINGS.find((setting) => setting.key === key)?.symbol ?? key;
      return `${symbol} ${short(Number(value))}`;
    })
    .join(', ');
}
