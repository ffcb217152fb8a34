// A settings file as a person opens it: the settings alone, or a run's description that holds them.

import { StudioError } from '../errors';
import { settingErrors } from '../strings/errors/settings';
import { parseRunSettings, type RunSettings } from './runSettings';

/** Reads a settings file. Errors: BadSettings saying that it is no JSON, or naming the key. */
export function readSettingsFile(text: string): RunSettings {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/u, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : '';
    throw new StudioError('BadSettings', ...settingErrors.notJson(reason));
  }
  return parseRunSettings(
    typeof parsed === 'object' && parsed !== null && 'settings' in parsed
      ? parsed.settings
      : parsed,
  );
}
