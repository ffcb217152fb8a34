// Walks a folder of recorded cases kind by kind. The kinds' folder names are those of the fixtures
// (unet, vae, clip …); what lies in them may be called anything. A folder of another name that
// itself holds kinds (a shipped model's cases) is walked likewise.

import { autoencoderCases } from './autoencoder';
import { tinyCases } from './autoencoderTiny';
import type { CaseFolder } from './caseFolder';
import { clipCases } from './clipModel';
import { safetensorsCases, tokenizerCases } from './hostFiles';
import { loraCases } from './lora';
import { headCases } from './heads';
import { int8Cases } from './int8';
import { lossCases } from './losses';
import { optimCases } from './optim';
import { reasonOf } from './report';
import { schedulerCases } from './schedulers';
import type { Suite } from './suite';
import { trainCases } from './trainSteps';
import { unetCases } from './unet';
import { uvitCases } from './uvit';
import { vqCases } from './vqvae';
import { strengthCases, wholeModelCases } from './wholeModel';

type Handler = (suite: Suite, folder: CaseFolder) => Promise<void>;

/** Kinds with a folder a case. */
const CASES: Readonly<Record<string, Handler>> = {
  unet: unetCases,
  vae: autoencoderCases,
  vae_tiny: tinyCases,
  clip: clipCases,
  lora: loraCases,
  train: trainCases,
  uvit: uvitCases,
  vqvae: vqCases,
};
/** Kinds that are one folder of files. */
const FILES: Readonly<Record<string, Handler>> = {
  clip_tokenizer: tokenizerCases,
  losses: lossCases,
  optim: optimCases,
  safetensors_format: safetensorsCases,
  schedulers: schedulerCases,
  heads: headCases,
  int8: int8Cases,
  single_file: wholeModelCases,
  folder_variants: wholeModelCases,
  sd2_like: wholeModelCases,
  sampler_strength: strengthCases,
};

/** Fixtures of unit tests that lie beside the recorded states: sets, files of other tools, runs. */
const OF_UNIT_TESTS: ReadonlySet<string> = new Set(['cases', 'import', 'recorded']);

/** Last part of a folder's name. */
const lastName = (folder: CaseFolder): string => folder.path.replace(/^.*[\\/]/, '');

/** True where one of these folders is a kind, or holds kinds. */
function holdsKinds(folders: readonly CaseFolder[]): boolean {
  return folders.some(
    (one) =>
      lastName(one) in CASES ||
      lastName(one) in FILES ||
      one.folders().some((sub) => lastName(sub) in CASES || lastName(sub) in FILES),
  );
}

/** Walks all kinds below `folder`; only cases whose name holds `only`. */
export async function walk(suite: Suite, folder: CaseFolder, only: string): Promise<void> {
  for (const kind of folder.folders()) {
    const name = lastName(kind);
    if (OF_UNIT_TESTS.has(name)) continue;
    const files = FILES[name];
    if (files) {
      if (kind.name.includes(only)) await guarded(suite, kind, files);
      continue;
    }
    const cases = CASES[name];
    const inside = kind.folders();
    if (!cases && holdsKinds(inside)) {
      await walk(suite, kind, only);
      continue;
    }
    const wanted = inside.filter((sub) => sub.name.includes(only));
    for (const one of wanted) {
      if (cases) await guarded(suite, one, cases);
      else suite.report.unknown(one.name);
    }
    if (inside.length === 0 && kind.name.includes(only)) suite.report.unknown(kind.name);
  }
}

async function guarded(suite: Suite, folder: CaseFolder, handler: Handler): Promise<void> {
  try {
    await handler(suite, folder);
  } catch (error) {
    suite.report.failed(folder.name, 'host', reasonOf(error));
  }
}
