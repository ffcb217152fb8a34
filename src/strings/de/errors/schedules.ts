// German of en/errors/schedules.ts.

import type { Words } from '../../en/words';
import type { schedules as english } from '../../en/errors/schedules';

const OTHER_SAMPLER = 'Wähle einen anderen Sampler.';

export const schedules: Words<typeof english> = {
  noRule: (what) => [
    `Die Konfiguration des Schedulers verlangt ${what}.`,
    'Berichtige scheduler/scheduler_config.json, oder wähle einen anderen Sampler.',
  ],
  sigmaZero: (algorithm) =>
    `„algorithm_type“: "${algorithm}" bis hinab zu einem σ von null, wo es nicht definiert ist ` +
    '(„final_sigmas_type“: "sigma_min" ist es)',
  sdeOfOrderThree: (algorithm) =>
    `„algorithm_type“: "${algorithm}" mit Ordnung 3, wofür es keine Regel gibt`,
  severalSpacings: 'mehr als eines von Karras-Sigmas, exponentiellen Sigmas und Lus Lambdas',
  twoSpacings: () => [
    'Die Konfiguration des Schedulers verlangt zugleich Karras- und exponentielle Sigmas.',
    'Setze eines von use_karras_sigmas und use_exponential_sigmas auf false.',
  ],
  pndmSample: () => [
    'PNDM hat keine Regel für ein Netz, das das Bild selbst vorhersagt („prediction_type“: ' +
      '"sample").',
    OTHER_SAMPLER,
  ],
  pndmSteps: (steps, least) => [
    `PNDM mit Runge-Kutta-Start kann keine ${steps} Schritte machen.`,
    `Nimm mindestens ${least}, oder einen anderen Sampler.`,
  ],
  pndmNoSignal: (timestep) => [
    `PNDM teilt durch √ᾱ, das in diesem Rauschplan beim Zeitschritt ${timestep} 0 ist.`,
    OTHER_SAMPLER,
  ],
  noImageStart: (sampler) => [
    `${sampler} kann hier nicht von einem Bild ausgehen.`,
    'Wähle DDIM, DDPM oder Euler.',
  ],
};
