// Commands that take work out of this browser and bring it back: a report, a project, a report of a
// fault.

import type { DatasetSummary } from '../domain/dataset';
import type { RunSummary } from './runSummary';

export interface ShareCommands {
  /** A run as one HTML page that needs nothing else. */
  exportReport: { request: { runId: string }; reply: { fileName: string; text: string } };
  /** The named runs with their sets, or everything (null), as one zip. Progress counts parts. */
  exportProject: {
    request: { runIds: string[] | null };
    reply: { fileName: string; file: Blob };
  };
  /** Stores a project's sets and runs under new ids. Errors: BadProject; nothing is kept then. */
  openProject: {
    request: { file: File };
    reply: { datasets: DatasetSummary[]; runs: RunSummary[] };
  };
  /** What helps to find a fault: machine, settings, last steps; no images, no texts. */
  bugReport: { request: Record<string, never>; reply: { fileName: string; file: Blob } };
}
