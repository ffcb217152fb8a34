// Names of LoRA tensors in files: diffusers, PEFT and kohya spellings, each way. Facts: formats.md (diffusers 0.27, PEFT 0.9,
// kohya sd-scripts 48d368f). kohya names replace every dot by an underscore, which cannot be undone without the list of the
// model's modules: it is asked for.

/** Which network a module belongs to, by the name its folder has in a diffusers pipeline. */
export type LoraComponent = 'unet' | 'text_encoder' | 'transformer';

/** What a tensor of a LoRA file is. */
export interface LoraKey {
  readonly component: LoraComponent;
  /** Module name as in the checkpoint, e.g. "mid_block.attentions.0.transformer_blocks.0.attn1.to_q". */
  readonly module: string;
  readonly part: 'down' | 'up' | 'alpha';
}

const KOHYA_PREFIXES: Readonly<Record<string, LoraComponent>> = { lora_unet_: 'unet', lora_te_: 'text_encoder', lora_te1_: 'text_encoder', lora_transformer_: 'transformer' };

const PARTS: readonly (readonly [string, LoraKey['part']])[] = [
  ['.lora.down.weight', 'down'], ['.lora.up.weight', 'up'],
  ['.lora_linear_layer.down.weight', 'down'], ['.lora_linear_layer.up.weight', 'up'],
  ['.lora_A.weight', 'down'], ['.lora_B.weight', 'up'],
  ['.lora_A.default.weight', 'down'], ['.lora_B.default.weight', 'up'],
  ['.lora_down.weight', 'down'], ['.lora_up.weight', 'up'],
  ['.alpha', 'alpha'],
];

/** Reads a tensor name; null when it is no LoRA tensor of a known spelling or names no known module.
 *  `modules` lists the model's adaptable modules by component; names without a component prefix belong to `bare`. */
export function parseLoraKey(key: string, modules: Readonly<Partial<Record<LoraComponent, readonly string[]>>>, bare: LoraComponent): LoraKey | null {
  const found = PARTS.find(([suffix]) => key.endsWith(suffix));
  if (!found) return null;
  const [suffix, part] = found;
  const stem = key.slice(0, -suffix.length);
  for (const [prefix, component] of Object.entries(KOHYA_PREFIXES)) {
    if (!stem.startsWith(prefix)) continue;
    const flat = stem.slice(prefix.length);
    const module = modules[component]?.find((name) => name.replaceAll('.', '_') === flat);
    return module === undefined ? null : { component, module, part };
  }
  let name = stem.startsWith('base_model.model.') ? stem.slice('base_model.model.'.length) : stem;
  let component = bare;
  for (const one of ['unet', 'text_encoder', 'transformer'] as const) {
    if (!name.startsWith(`${one}.`)) continue;
    component = one;
    name = name.slice(one.length + 1);
    break;
  }
  return modules[component]?.includes(name) ? { component, module: name, part } : null;
}

/** Name of a tensor in a diffusers file, as its savers write it: `.lora.` for the UNet, `.lora_linear_layer.` for the text encoder,
 *  PEFT's lora_A/lora_B for transformers (aMUSEd). */
export function diffusersKey(component: LoraComponent, module: string, part: 'down' | 'up'): string {
  if (component === 'unet') return `unet.${module}.lora.${part}.weight`;
  if (component === 'text_encoder') return `text_encoder.${module}.lora_linear_layer.${part}.weight`;
  return `transformer.${module}.${part === 'down' ? 'lora_A' : 'lora_B'}.weight`;
}

/** Name of a tensor in a kohya file (text encoder as kohya's SD1 trainer: lora_te_). */
export function kohyaKey(component: LoraComponent, module: string, part: LoraKey['part']): string {
  const prefix = component === 'unet' ? 'lora_unet' : component === 'text_encoder' ? 'lora_te' : 'lora_transformer';
  const suffix = part === 'alpha' ? 'alpha' : `lora_${part}.weight`;
  return `${prefix}_${module.replaceAll('.', '_')}.${suffix}`;
}
