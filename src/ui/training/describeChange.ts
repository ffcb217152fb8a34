// A change of live settings in words: “β 2, T 0.01”.

import type { SettingsChange } from '../../settings/runSettings';
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

export function describeChange(change: SettingsChange): string {
  return Object.entries(change.values)
    .flatMap(([key, value]) => {
      if (key === 'thresholdScope')
        return strings.threshold.changeScope(
          strings.threshold.changeNames[change.values.thresholdScope!],
        );
      if (key === 'proxySet')
        return change.values.proxySet
          ? `${strings.threshold.changeNames.proxy} “${change.values.proxySet.name}”`
          : [];
      if (key === 'fixedThreshold' && value === null && change.values.thresholdScope !== undefined)
        return []; // the scope says it
      if (key === 'fixedThreshold')
        return value === null ? strings.training.tauByPercentile : `τ ${short(Number(value))}`;
      if (key === 'objective')
        return Object.entries(change.values.objective ?? {}).map(
          ([name, number]) => `${symbolOf(name)} ${short(number)}`,
        );
      const symbol = NUMBER_SETTINGS.find((setting) => setting.key === key)?.symbol ?? key;
      return `${symbol} ${short(Number(value))}`;
    })
    .join(', ');
}
