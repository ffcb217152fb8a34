// A run as the worker tells the page about it, for tests of the page.

import type { RunSummary } from '../src/bridge/protocol';
import { runRecord } from './testRecords';

export function runSummary(values: Partial<RunSummary> = {}): RunSummary {
  return { ...runRecord('r1'), checkpointSteps: [], marked: [], ...values };
}
