// Values of files as they stand in a message, and what is wrong with one that a schema refuses.

export const values = {
  quoted: (text: string) => `“${text}”`,
  list: (count: number) => `a list of ${count}`,
  object: 'an object',
  /** Of another type, such as a function. */
  other: (type: string) => `a ${type}`,
  characters: (count: number) => `(${count} characters)`,
  more: (count: number) => `and ${count} more`,

  /** Kinds of values as schemas name them. */
  kinds: {
    string: 'text',
    number: 'a number',
    boolean: 'true or false',
    Object: 'an object',
    Array: 'a list',
    null: 'null',
    undefined: 'nothing',
  } as Readonly<Record<string, string>>,
  or: ' or ',
  missing: 'it is missing',
  unknown: 'it is not known here',
  expected: (wanted: string, seen: string) => `${wanted} is expected, not ${seen}`,
  finite: 'a finite number',
  whole: 'a whole number',
  atLeast: (bound: string) => `at least ${bound}`,
  above: (bound: string) => `more than ${bound}`,
  atMost: (bound: string) => `at most ${bound}`,
  length: (bound: string) => `a length of ${bound}`,
  shortest: (bound: string) => `a length of at least ${bound}`,
  longest: (bound: string) => `a length of at most ${bound}`,
  pattern: (pattern: string) => `text of the form ${pattern}`,
  notUsable: (seen: string) => `${seen} cannot be used`,
};
