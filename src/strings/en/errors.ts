// What errors say: what happened with the value seen, and what to do next. One pair per error, by
// the room that raises it; `new StudioError(kind, ...strings.errors.settings.notJson(…))`.

type Said = readonly [happened: string, next: string];

export const errors = {
  settings: {
    notUsable: (key: string, what: string): Said => [
      `Setting “${key}” is not usable: ${what}`,
      'Correct that value in the file, or reset the settings to their defaults.',
    ],
    noSuchNumber: (method: string) => `${method} has no such number.`,
    notBetween: (value: number, min: number, max: number) =>
      `${value} is not between ${min} and ${max}.`,
    noProxySet: (): Said => [
      'τ is to come from a proxy set, but none is given.',
      'Choose a proxy set, or another scope for τ.',
    ],
    notJson: (reason: string): Said => [
      `The settings file is not JSON: ${reason}`,
      'Open a file that “Save settings” wrote.',
    ],
  },
  objectives: {
    noMethod: (id: string, known: readonly string[]): Said => [
      `There is no training method “${id}”.`,
      `Choose one of ${known.join(', ')}.`,
    ],
    otherParadigm: (label: string, paradigm: string, known: readonly string[]): Said => [
      `${label} is not defined for a ${paradigm} model.`,
      `Choose one of ${known.join(', ')}.`,
    ],
  },
  bench2d: {
    noTensor: (name: string): Said => [
      `The bench’s model has no tensor ${name}.`,
      'Reload the page.',
    ],
    oneSided: (tau: number, good: number, bad: number): Said => [
      `τ = ${tau} leaves ${good} good and ${bad} bad points.`,
      'Move the threshold.',
    ],
    diverged: (step: number): Said => [
      `After ${step} steps the model generates points that are no numbers: it has diverged.`,
      'Choose a smaller weight, or a method that stops by itself.',
    ],
  },
};
