// German of en/paradigms.ts.

import type { Strings } from '../en';

const PREDICTED: Readonly<Record<string, string>> = {
  epsilon: 'das Rauschen',
  v_prediction: 'die Geschwindigkeit (v)',
};

export const paradigms: Strings['paradigms'] = {
  diffusion: {
    label: 'Diffusion',
    remedy: 'Nimm ein Modell der Art Stable Diffusion 1.x oder 2.x im diffusers-Format.',
    predicts: (prediction) => `sagt ${PREDICTED[prediction ?? 'epsilon'] ?? prediction!} vorher`,
    logRatioNote:
      'KL(ref‖Modell): wie viel weniger wahrscheinlich die eigenen Bilder der Basis geworden ' +
      'sind, als Anstieg des Entrauschfehlers bei festem Rauschen (log π_ref − log π_θ, mal T). ' +
      'KL(Modell‖ref): wie viel weniger wahrscheinlich die Bilder des Modells unter der Basis ' +
      'sind, in derselben Einheit.',
    settings: {},
  },
  maskgit: {
    label: 'MaskGIT',
    remedy: 'Nimm ein Modell der Art aMUSEd im diffusers-Format.',
    predicts: () => 'sagt Tokens vorher',
    logRatioNote:
      'KL(ref‖Modell): wie viel weniger wahrscheinlich die eigenen Bilder der Basis geworden ' +
      'sind, in Nats je maskiertem Token bei festen Masken. KL(Modell‖ref): wie viel weniger ' +
      'wahrscheinlich die Bilder des Modells unter der Basis sind, in derselben Einheit.',
    settings: {
      inferenceSteps: {
        meaning: 'Schritte, in denen ein Bild parallel dekodiert wird.',
        source: 'aMUSEd: 12.',
      },
    },
  },
  architectures: {
    stableDiffusion: (version) => `Stable Diffusion ${version}.x`,
    otherDiffusion: (width) => `Latente Diffusion (Textzustände von ${width})`,
    distilled: (family) => `${family}, destilliert ohne Mittelblock`,
    amused: 'MaskGIT (aMUSEd)',
  },
};
