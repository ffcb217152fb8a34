// adapter_config.json, which PEFT writes beside adapter_model.safetensors: alpha is said there and
// nowhere in the weights.

import * as v from 'valibot';
import { StudioError } from '../errors';
import { formatErrors } from '../strings/errors/formats';
import { issueSays } from '../strings/issueSays';

const schema = v.object({
  lora_alpha: v.pipe(v.number(), v.finite()),
  alpha_pattern: v.optional(v.record(v.string(), v.number()), {}),
  use_rslora: v.optional(v.boolean(), false),
  use_dora: v.optional(v.boolean(), false),
});

/**
 * Alpha by module, as the file says it. Errors: BadLora for another file; Unsupported for rsLoRA
 * and DoRA, which scale otherwise.
 */
export function peftAlpha(file: unknown): (module: string) => number {
  const parsed = v.safeParse(schema, file);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new StudioError(
      'BadLora',
      ...formatErrors.lora.peftConfig(v.getDotPath(issue), issueSays(issue)),
    );
  }
  const { lora_alpha: alpha, alpha_pattern: patterns, ...kinds } = parsed.output;
  for (const [kind, used] of Object.entries(kinds))
    if (used) throw new StudioError('Unsupported', ...formatErrors.lora.peftMadeWith(kind));
  const special = Object.entries(patterns);
  return (module) =>
    special.find(([name]) => module === name || module.endsWith(`.${name}`))?.[1] ?? alpha;
}
