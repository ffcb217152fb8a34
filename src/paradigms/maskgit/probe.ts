// How likely a MaskGIT model finds an image: −log π is minus the mean log-probability of the masked
// tokens at fixed masks, nats per token.

import { STREAMS, uniforms } from '../../random/philox';
import { maskedTokens, trainingMask } from '../../schedules/amused';
import { mean } from '../../statistics/moments';
import type { ImageTokens, LikelihoodProbe, ProbeQuestion } from '../paradigm';
import type { MaskgitBase } from './base';
import { textInputs } from './textInputs';

export function maskgitProbe(model: MaskgitBase): LikelihoodProbe {
  const length = model.latentSize[0] * model.latentSize[1];
  const maskOf = ({ image, draw, place }: ProbeQuestion): Float32Array =>
    trainingMask(place, uniforms(0, { stream: STREAMS.probe, step: draw, item: image }, length));
  return {
    inputs(questions, batch) {
      const all = Array.from({ length: batch }, (_, i) => questions[i] ?? questions[0]!);
      const ids = new Int32Array(batch * length);
      all.forEach((question, i) =>
        ids.set(
          maskedTokens(
            (question.encoded as ImageTokens).tokens,
            maskOf(question),
            model.scheduler.mask_token_id,
          ),
          i * length,
        ),
      );
      return {
        ids,
        ...textInputs(
          model,
          all.map(({ text }) => text),
        ),
      };
    },
    surprise(question, output) {
      const { tokens } = question.encoded as ImageTokens;
      const codes = output.length / length;
      const mask = maskOf(question);
      const masked = [...mask.keys()].filter((position) => mask[position] === 1);
      return mean(
        masked.map((position) => {
          const logits = output.subarray(position * codes, (position + 1) * codes);
          const largest = logits.reduce((a, b) => Math.max(a, b));
          return (
            largest +
            Math.log(logits.reduce((sum, value) => sum + Math.exp(value - largest), 0)) -
            logits[tokens[position]!]!
          );
        }),
      );
    },
  };
}
