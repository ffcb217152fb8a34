// What the page is told of an error: its kind, what happened, what to do. Only what is known to be
// a loss of the device is called one; an error nobody foresaw is called unexpected.

import type { StudioFailure } from '../../bridge/protocol';
import { isAbort, StudioError } from '../../errors';
import { workerErrors } from '../../strings/errors/worker';

export function failureOf(error: unknown): StudioFailure {
  if (error instanceof StudioError)
    return { kind: error.kind, message: error.message, remedy: error.remedy };
  if (isAbort(error)) return { kind: 'Aborted', message: workerErrors.cancelled, remedy: '' };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'Unexpected', message, remedy: workerErrors.unexpectedRemedy };
}
