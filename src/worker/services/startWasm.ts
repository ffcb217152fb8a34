// The wasm executor in a browser.

import type { Executor } from '../../executors/executor';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import { browserWasm } from '../../executors/tfjs/wasmUrls.browser';

/** Errors: Unsupported when the backend cannot start here. */
export const startWasm = (): Promise<Executor> => createTfjsExecutor('wasm', browserWasm);
