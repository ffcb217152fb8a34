// Turns whatever was thrown into the shape the page shows (kind, message, remedy), and drops what
// was cancelled on purpose.

import type { StudioFailure } from '../../bridge/protocol';
import { StudioClientError } from '../../bridge/studioClient';
import { StudioError } from '../../errors';
import { strings } from '../../strings';

/** The failure to show, or null where the person ended the work. */
export function toFailure(error: unknown): StudioFailure | null {
  if (error instanceof StudioClientError) {
    if (error.kind === 'Aborted') return null;
    return { kind: error.kind, message: error.message, remedy: error.remedy };
  }
  if (error instanceof StudioError)
    return { kind: error.kind, message: error.message, remedy: error.remedy };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'Unexpected', message, remedy: strings.errors.unexpectedRemedy };
}
