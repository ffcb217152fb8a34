// The names under which LoRA files keep an adapter, both ways: diffusers (lora.down /
// lora_linear_layer.down), PEFT (lora_A) and kohya (dots as underscores, with .alpha). Names only:
// matrices and their scale are loraFile.ts's. Kohya's underscores cannot be undone by rule
// (`to_out_0`), so they are resolved against the names of the model's own layers.

import { StudioError } from '../errors';
import { formatErrors } from '../strings/errors/formats';

/** The part of a pipeline an adapter sits in. */
export type LoraComponent = 'unet' | 'text_encoder' | 'transformer';
export type LoraPart = 'down' | 'up' | 'alpha';

/**
 * Layer names of the loaded model, per component (a component that is absent cannot be adapted).
 */
export type ModuleNames = Readonly<Partial<Record<LoraComponent, readonly string[]>>>;

/** What one key of a LoRA file is: `down` is A [r, in], `up` is B [out, r], `alpha` a number. */
export interface LoraKey {
  readonly component: LoraComponent;
  readonly module: string;
  readonly part: LoraPart;
}

const COMPONENTS: readonly LoraComponent[] = ['unet', 'text_encoder', 'transformer'];

/** Suffixes of a matrix, in the order they are tried. */
const SUFFIXES: readonly (readonly [string, LoraPart])[] = [
  ['.lora_linear_layer.down.weight', 'down'],
  ['.lora_linear_layer.up.weight', 'up'],
  ['.lora.down.weight', 'down'],
  ['.lora.up.weight', 'up'],
  ['.lora_A.default.weight', 'down'],
  ['.lora_B.default.weight', 'up'],
  ['.lora_A.weight', 'down'],
  ['.lora_B.weight', 'up'],
  ['.lora_down.weight', 'down'],
  ['.lora_up.weight', 'up'],
  ['.alpha', 'alpha'],
];

const KOHYA_PREFIXES: readonly (readonly [string, LoraComponent])[] = [
  ['lora_unet_', 'unet'],
  ['lora_te1_', 'text_encoder'],
  ['lora_te_', 'text_encoder'],
  ['lora_transformer_', 'transformer'],
];

const said = () => formatErrors.lora;

/** Reader of keys for one model. */
export interface LoraKeyReader {
  /**
   * Errors: StudioError Unsupported for other kinds of adapter, BadLora when the key names no layer
   * of the model.
   */
  read(key: string): LoraKey;
}

/**
 * Prepares the names of a model's layers for reading keys. Errors: BadLora when two layers have one
 * kohya name.
 */
export function loraKeyReader(names: ModuleNames): LoraKeyReader {
  const known = new Map<LoraComponent, ReadonlySet<string>>();
  const flat = new Map<LoraComponent, ReadonlyMap<string, string>>();
  for (const component of COMPONENTS) {
    const list = names[component] ?? [];
    known.set(component, new Set(list));
    const byFlat = new Map<string, string>();
    for (const name of list) {
      const other = byFlat.get(kohyaName(name));
      if (other !== undefined && other !== name)
        throw new StudioError('BadLora', ...said().sameKohyaName(other, name, kohyaName(name)));
      byFlat.set(kohyaName(name), name);
    }
    flat.set(component, byFlat);
  }

  const absent = (key: string): never => {
    throw new StudioError('BadLora', ...said().noLayer(key));
  };

  return {
    read(key) {
      if (/lora_te2_|text_encoder_2\./u.test(key))
        throw new StudioError('Unsupported', ...said().secondTextEncoder(key));
      const found = SUFFIXES.find(([suffix]) => key.endsWith(suffix));
      if (!found) throw new StudioError('Unsupported', ...said().otherKey(key));
      const [suffix, part] = found;
      const stem = key.slice(0, -suffix.length);

      const kohya = KOHYA_PREFIXES.find(
        ([prefix]) => stem.startsWith(prefix) && !stem.includes('.'),
      );
      if (kohya) {
        const [prefix, component] = kohya;
        return {
          component,
          module: flat.get(component)!.get(stem.slice(prefix.length)) ?? absent(key),
          part,
        };
      }
      // A prefix names the component; without one (PEFT's own state dict) the model's layers
      // decide.
      const path = stem.replace(/^base_model\.model\./u, '');
      const named = COMPONENTS.find((component) => path.startsWith(`${component}.`));
      const module = named
        ? path.slice(named.length + 1).replace(/^base_model\.model\./u, '')
        : path;
      const component = named ?? COMPONENTS.find((one) => known.get(one)!.has(path));
      if (!component || !known.get(component)!.has(module)) return absent(key);
      return { component, module, part };
    },
  };
}

/** A layer's name as kohya writes it. */
function kohyaName(module: string): string {
  return module.replaceAll('.', '_');
}

/**
 * Key of a matrix in diffusers' files: UNet `lora.down`, text encoder `lora_linear_layer.down`,
 * transformer `lora_A`.
 */
export function diffusersKey(
  component: LoraComponent,
  module: string,
  part: 'down' | 'up',
): string {
  if (component === 'unet') return `unet.${module}.lora.${part}.weight`;
  if (component === 'text_encoder')
    return `text_encoder.${module}.lora_linear_layer.${part}.weight`;
  return `transformer.${module}.${part === 'down' ? 'lora_A' : 'lora_B'}.weight`;
}

/** Key in kohya's files (Stable Diffusion 1.x: the text encoder is `lora_te_`). */
export function kohyaKey(component: LoraComponent, module: string, part: LoraPart): string {
  const prefix = { unet: 'lora_unet_', text_encoder: 'lora_te_', transformer: 'lora_transformer_' }[
    component
  ];
  return `${prefix}${kohyaName(module)}.${part === 'alpha' ? 'alpha' : `lora_${part}.weight`}`;
}
