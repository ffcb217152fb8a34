// A folder of a parity case: which file holds the weights, which the recorded inputs and outputs,
// where the base models of an adapter lie. Files are told apart by what they hold, not by what they
// are called.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { tensorFileWeights } from '../../src/executors/weights/tensorFileWeights';
import type { WeightSource } from '../../src/executors/weights/weightSource';
import { parseSafetensors } from '../../src/formats/safetensors';
import { otherTensorNames } from '../../src/formats/tensorNames';
import { readJson, Recording } from './recorded';

export type Json = Readonly<Record<string, unknown>>;

/** A JSON object; throws when it is something else. */
export function objectOf(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${what} is not a JSON object`);
  return value as Json;
}

export class CaseFolder {
  /** Path below the walked folder, e.g. `unet/unet_a`. */
  readonly name: string;

  constructor(
    readonly root: string,
    readonly path: string,
  ) {
    this.name = relative(root, path).replaceAll('\\', '/');
  }

  /** Names of files with this ending. */
  files(ending: string): string[] {
    return readdirSync(this.path)
      .filter((name) => name.endsWith(ending))
      .sort();
  }

  /** Folders inside. */
  folders(): CaseFolder[] {
    return readdirSync(this.path)
      .sort()
      .filter((name) => statSync(join(this.path, name)).isDirectory())
      .map((name) => new CaseFolder(this.root, join(this.path, name)));
  }

  at(file: string): string {
    return join(this.path, file);
  }

  json(file: string): unknown {
    return readJson(this.at(file));
  }

  /** meta.json, or an empty record. */
  meta(): Json {
    return existsSync(this.at('meta.json'))
      ? objectOf(this.json('meta.json'), `${this.name}/meta.json`)
      : {};
  }

  /** Opens the safetensors files whose tensor names satisfy `test`. */
  recordings(test: (recording: Recording) => boolean): Recording[] {
    return this.files('.safetensors')
      .map((file) => new Recording(this.at(file)))
      .filter(test);
  }

  /**
   * Weight file: what meta.json's `weights` names (relative to this folder or to the walked one; a
   * file, or a model folder),
   *  else the file here that holds `tensor` and is not of gradients. Null when there is none.
   */
  weightFile(tensor: string): string | null {
    const named = this.meta()['weights'];
    if (typeof named === 'string') {
      const found = [join(this.path, named), join(this.root, named)].find((path) =>
        existsSync(path),
      );
      if (!found)
        throw new Error(`${this.name}/meta.json names the weights ${named}, which are not there`);
      return statSync(found).isDirectory()
        ? new CaseFolder(this.root, found).weightFile(tensor)
        : found;
    }
    return (
      this.recordings(
        (recording) =>
          recording.has(tensor) && !/grad/i.test(recording.path.slice(this.path.length)),
      )[0]?.path ?? null
    );
  }

  /** config.json here, or beside the weights. */
  config(tensor: string): Json {
    const weights = this.weightFile(tensor);
    const places = [this.path, ...(weights ? [dirname(weights)] : [])].map((folder) =>
      join(folder, 'config.json'),
    );
    const found = places.find((path) => existsSync(path));
    if (!found) throw new Error(`${this.name} has no config.json`);
    return objectOf(readJson(found), found);
  }

  /**
   * Folder of a base model named in meta.json or log.json, below the walked folder (or beside it,
   * for nested ones).
   */
  base(from: unknown, model: string): CaseFolder {
    const named = objectOf(from ?? {}, `base of ${this.name}`)[model];
    if (typeof named !== 'string') throw new Error(`${this.name} names no base called ${model}`);
    for (let folder = this.path; ; folder = dirname(folder)) {
      if (existsSync(join(folder, named))) return new CaseFolder(this.root, join(folder, named));
      if (folder === this.root || folder === dirname(folder))
        throw new Error(`the base ${named} of ${this.name} is not there`);
    }
  }
}

/** A weight file as the executors see it. */
export interface Weights extends WeightSource {
  /** Any matrix or kernel is stored in more than half precision. */
  readonly wide: boolean;
}

/** Opens a weight file; tensors may bear the names of other years' checkpoints. */
export function openWeights(path: string): Weights {
  const bytes = readFileSync(path);
  const file = parseSafetensors(bytes);
  const id = createHash('sha256').update(bytes).digest('hex');
  return {
    ...tensorFileWeights(id, file, path, otherTensorNames),
    wide: [...file.tensors.values()].some((view) => view.shape.length >= 2 && view.dtype !== 'F16'),
  };
}
