// Prompts as image tools write them into their files. One record per tool: which text it uses and
// how the prompt is found in it. The first that finds one is taken.

import { parseLenientJson } from '../../../formats/pythonJson';
import { isRecord, type JsonRecord } from '../tables/json';

export interface GenerationFacts {
  /** The tool, in words. */
  readonly tool: string;
  readonly prompt: string;
  readonly negativePrompt: string | null;
  /** A score that the tool wrote, e.g. of an aesthetic predictor. */
  readonly score: number | null;
}

interface Tool {
  readonly name: string;
  read(texts: ReadonlyMap<string, string>): Omit<GenerationFacts, 'tool'> | null;
}

function json(text: string | undefined): JsonRecord | null {
  if (text === undefined) return null;
  try {
    const value = parseLenientJson(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function words(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

const NEGATIVE = '\nNegative prompt:';
const STEPS = /(?:^|\n)Steps: \d+,/u;
const SCORE = /(?:^|, )(?:aesthetic[_ ]score|score): "?(-?\d+(?:\.\d+)?)"?(?:,|\s|$)/iu;

/**
 * The “parameters” of A1111, Forge and SD.Next: the prompt, “Negative prompt: …”, and a last line
 * “Steps: 20, Sampler: …”. Null where it is not of that form.
 */
export function readParameters(text: string): Omit<GenerationFacts, 'tool'> | null {
  const plain = text.replaceAll('\r\n', '\n');
  const steps = STEPS.exec(plain);
  const body = steps ? plain.slice(0, steps.index) : plain;
  const settings = steps ? plain.slice(steps.index).trim() : '';
  const negativeAt = body.startsWith('Negative prompt:') ? 0 : body.indexOf(NEGATIVE);
  if (!steps && negativeAt < 0) return null;
  const prompt = (negativeAt < 0 ? body : body.slice(0, negativeAt)).trim();
  const negative =
    negativeAt < 0 ? null : body.slice(body.indexOf(':', negativeAt) + 1).trim() || null;
  const score = SCORE.exec(settings)?.[1];
  return { prompt, negativePrompt: negative, score: score === undefined ? null : Number(score) };
}

/** Nodes followed from a sampler to its text. */
const MAX_HOPS = 50;

/** The text that reaches a node's input through conditioning nodes. */
function comfyText(nodes: JsonRecord, link: unknown): string | null {
  let next = link;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    if (!Array.isArray(next)) return words(next);
    const node = nodes[String(next[0])];
    if (!isRecord(node) || !isRecord(node['inputs'])) return null;
    const { inputs } = node;
    // A text encoder, a text node, or what passes conditioning on.
    next =
      inputs['text'] ??
      inputs['text_g'] ??
      inputs['t5xxl'] ??
      inputs['prompt'] ??
      inputs['string'] ??
      inputs['value'] ??
      inputs['conditioning'] ??
      inputs['conditioning_1'] ??
      inputs['positive'];
  }
  return null;
}

/** ComfyUI's “prompt”: the graph as it ran, node ids -> {class_type, inputs}. */
function readComfy(nodes: JsonRecord): Omit<GenerationFacts, 'tool'> | null {
  for (const node of Object.values(nodes)) {
    if (!isRecord(node) || !isRecord(node['inputs'])) continue;
    const { positive, negative, guider } = node['inputs'];
    const isSampler = /sampler|detailer/iu.test(String(node['class_type']));
    if (!isSampler) continue;
    const prompt = comfyText(nodes, positive ?? guider);
    if (prompt !== null) return { prompt, negativePrompt: comfyText(nodes, negative), score: null };
  }
  return null;
}

const TOOLS: readonly Tool[] = [
  {
    name: 'A1111 parameters',
    read: (texts) => {
      const text = texts.get('parameters') ?? texts.get('UserComment');
      return text === undefined ? null : readParameters(text);
    },
  },
  {
    name: 'ComfyUI graph',
    read: (texts) => {
      const nodes = json(texts.get('prompt'));
      return nodes === null ? null : readComfy(nodes);
    },
  },
  {
    name: 'InvokeAI metadata',
    read: (texts) => {
      const data = json(texts.get('invokeai_metadata'));
      const prompt = words(data?.['positive_prompt']);
      return prompt === null
        ? null
        : { prompt, negativePrompt: words(data?.['negative_prompt']), score: null };
    },
  },
  {
    name: 'NovelAI comment',
    read: (texts) => {
      const comment = json(texts.get('Comment'));
      const prompt = words(comment?.['prompt']) ?? words(texts.get('Description'));
      return comment === null || prompt === null
        ? null
        : { prompt, negativePrompt: words(comment['uc']), score: null };
    },
  },
  {
    name: 'Fooocus parameters',
    read: (texts) => {
      const data = json(texts.get('parameters') ?? texts.get('UserComment'));
      const prompt = words(data?.['prompt']) ?? words(data?.['sui_image_params']);
      return prompt === null
        ? null
        : { prompt, negativePrompt: words(data?.['negative_prompt']), score: null };
    },
  },
];

/** What the tool that made an image wrote into it, or null. Never throws. */
export function generationFacts(texts: ReadonlyMap<string, string>): GenerationFacts | null {
  for (const { name, read } of TOOLS) {
    const found = read(texts);
    if (found !== null) return { tool: name, ...found };
  }
  return null;
}
