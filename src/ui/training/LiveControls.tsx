// The settings that may change while the run goes on, beside the curves they move.

import type { RunSummary } from '../../bridge/protocol';
import { numbersInForce } from '../../settings/numberSettings';
import { strings } from '../../strings';
import { settingsStore } from '../../state/objective/settingsStore';
import { useStore } from '../common/useStore';
import { SaturationNote } from '../objective/SaturationNote';
import { SettingControl } from '../objective/SettingControl';
import { isLoaded, runStore } from '../../state/training/runStore';

export function LiveControls({ run }: { readonly run: RunSummary }) {
  const loaded = useStore(runStore, (state) => isLoaded(state, run.id));
  const threshold = useStore(settingsStore, (state) => state.settings.threshold);
  if (!loaded) return null;
  const shown = numbersInForce({ ...run.settings, threshold }).filter(({ live }) => live);
  return (
    <div className="stack tight">
      <p className="small muted">{strings.objective.liveNote}</p>
      {shown.map((setting) => (
        <SettingControl key={setting.key} setting={setting} compact />
      ))}
      <SaturationNote />
    </div>
  );
}
